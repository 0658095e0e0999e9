/**
 * User worlds: simulated people who page through a feed, in process or over HTTP (SPEC 8.2).
 *
 * <p>A {@link io.pageturner.simulator.World} is a catalogue and a population. A {@link
 * io.pageturner.simulator.Visit} is one session of one user, page by page:
 *
 * <pre>
 *   Visit visit = world.visit(userIndex, visitNumber, start);
 *   while (!visit.over()) {
 *     PageRequest request = visit.request();            what serving is told
 *     PageOutcome outcome = visit.show(ranking);        what the user does
 *   }
 * </pre>
 *
 * <p>What the user wants (the {@link io.pageturner.simulator.Intent}) and how much patience is left
 * are hidden; serving sees the context of the request and the clicks and orders that it is sent.
 * The world is a partially observable decision process whose best action depends on the state and
 * on what happens next: pages rich in thumb-stopping items turn people who browse into people who
 * buy, pages rich in value for money make those who buy order.
 *
 * <p>{@link io.pageturner.simulator.Oracle} knows the hidden state and finds out by roll-out what
 * could be gained over a = 1; {@link io.pageturner.simulator.InProcessFeed} measures any ranking in
 * process; {@link io.pageturner.simulator.HttpUsers} drives a server.
 */
package io.pageturner.simulator;
