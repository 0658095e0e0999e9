/**
 * Serving: decides pages, takes feedback in, and swaps models between two requests.
 *
 * <pre>
 *   http ──► rank ──► user (state, session) ──► model (policy, model server) ──► event log
 *     └────► event ─► event log, then user (a click is in the state of the very next page)
 *   experiment: which bucket a user is in · metrics: what happened · monitor: the dashboard's feed
 * </pre>
 *
 * <p>{@link io.pageturner.serving.rank.RankService} and {@link
 * io.pageturner.serving.event.EventService} know nothing of HTTP; {@link
 * io.pageturner.serving.http.HttpApi} is a thin shell around them.
 */
package io.pageturner.serving;
