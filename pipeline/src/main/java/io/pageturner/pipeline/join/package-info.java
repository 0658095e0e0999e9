/**
 * The rules by which feedback finds its page and pages form sessions, free of any framework.
 *
 * <p>Everything here is a pure function of the event log's order: two small state machines, {@link
 * io.pageturner.pipeline.join.PageJoiner} for one user and {@link
 * io.pageturner.pipeline.join.SessionCollector} for one session, are driven by events and by the
 * progress of event time, and write to {@link io.pageturner.pipeline.join.JoinOutput} and {@link
 * io.pageturner.pipeline.join.SessionOutput}.
 */
package io.pageturner.pipeline.join;
