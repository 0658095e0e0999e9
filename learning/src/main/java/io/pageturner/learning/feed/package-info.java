/**
 * The ways to learn a feed's policies; advantage DDPG is the default (SPEC 2.2).
 *
 * <pre>
 *   V:  y = r + γ·V(s')                         (y − V(s))²          all traffic; trains s too
 *   A:  t = y + γ·A(s', μ(s')) − V(s)           (t − A(s, a))²       the agent's own traffic
 *   μ:                                          −A(s, μ(s))          the agent's own traffic
 * </pre>
 *
 * <p>y and t are taken as constants; a terminal transition has no V(s') and A(s', ·). The state
 * network is shared and only V's loss trains it. The same parameters give both sides: there are no
 * target networks. A is quadratic in the action, with coefficients that the state tells: {@link
 * io.pageturner.learning.network.ActionHead}.
 *
 * <p>{@link Algorithm#LINEAR_HEADS} learns the same with V = V₀ + w·s: from when A and μ learn, the
 * state network and V₀ stay as they are, and the linear correction w and an A whose coefficients
 * are linear in s learn from the same losses.
 *
 * <p>Beside it what else can learn a feed's policies, behind the same {@link
 * io.pageturner.learning.feed.PolicyLearner} and chosen by {@link
 * io.pageturner.learning.feed.Algorithm}: DDPG as its paper has it, PPO and A2C from the densities
 * that were logged, and deep Q-learning on a grid.
 */
package io.pageturner.learning.feed;
