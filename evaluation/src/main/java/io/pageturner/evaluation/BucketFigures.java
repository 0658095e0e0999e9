package io.pageturner.evaluation;

/**
 * How a bucket did, over one day or all of them (SPEC 7.4). Estimates are over all sessions;
 * intervals take users for independent, not their sessions.
 *
 * @param users distinct users of them; an estimate when there are more than are sampled
 * @param sessions sessions that ended
 * @param pages pages shown in them
 * @param clicks clicks on them
 * @param orders orders from them
 * @param rewardPerSession sum of a session's rewards, not discounted
 * @param clickRate clicks per page
 * @param orderRate orders per session
 * @param depth pages per session
 * @param dwellSeconds dwell per session
 */
public record BucketFigures(
    long users,
    long sessions,
    long pages,
    long clicks,
    long orders,
    Interval rewardPerSession,
    Interval clickRate,
    Interval orderRate,
    Interval depth,
    Interval dwellSeconds) {}
