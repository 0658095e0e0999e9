/**
 * Curiosity by random network distillation (Burda et al., ICLR 2019).
 *
 * <p>A network learns to predict what a fixed random one says of each state; where it errs, the
 * state is new, and the error is a reward: r + w·‖f̂(s') − f(s')‖² / σ.
 */
package io.pageturner.learning.agent.curiosity;
