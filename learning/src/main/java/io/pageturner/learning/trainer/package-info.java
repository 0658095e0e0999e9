/**
 * The online loop: consume transitions, update, checkpoint, hand candidates over (SPEC 6.4).
 *
 * <p>{@link io.pageturner.learning.trainer.Learner} holds everything that is learned and is
 * deterministic: no thread, no clock. {@link io.pageturner.learning.trainer.Trainer} is the thread
 * around it.
 */
package io.pageturner.learning.trainer;
