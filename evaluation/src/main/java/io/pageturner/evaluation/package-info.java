/**
 * The mathematics of telling whether a policy is better: plain functions of figures, no threads, no
 * files.
 *
 * <p>{@link io.pageturner.evaluation.BucketStatistics} counts ended sessions ({@link
 * io.pageturner.domain.Episode}) by bucket and day; a snapshot of it gives each figure with its
 * confidence {@link io.pageturner.evaluation.Interval}, and compares a bucket with the baseline.
 * Under it lie {@link io.pageturner.evaluation.RunningMoments} and {@link
 * io.pageturner.evaluation.PairedMoments}, which are constant in memory and mergeable, and {@link
 * io.pageturner.evaluation.Intervals}. {@link io.pageturner.evaluation.AlwaysValid} is for whoever
 * looks again and again, {@link io.pageturner.evaluation.SampleRatio} tells whether the cut into
 * buckets held; {@link io.pageturner.evaluation.offpolicy} needs no experiment at all.
 *
 * <p>What to know when reading a figure: users count as independent of each other, their sessions
 * and pages do not ({@link io.pageturner.evaluation.UserSums#perUser}). And an interval holds its
 * level at one look, unless it says that it is always valid: it is no licence to stop an experiment
 * at the first gain.
 */
package io.pageturner.evaluation;
