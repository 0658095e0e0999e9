/**
 * The stream job: one long Flink job from the event log to samples and experience (SPEC 4).
 *
 * <p>{@link io.pageturner.pipeline.stream.JobGraph} is the job, read from top to bottom; {@link
 * io.pageturner.pipeline.stream.StreamJob} runs it in this process. Operators are thin: the rules
 * are in {@link io.pageturner.pipeline.join}.
 */
package io.pageturner.pipeline.stream;
