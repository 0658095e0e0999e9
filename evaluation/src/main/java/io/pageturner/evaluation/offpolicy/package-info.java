/**
 * Off-policy evaluation (SPEC 7.5): what a policy would be worth, told from what another one
 * logged.
 *
 * <p>Who reads a log makes a {@link io.pageturner.evaluation.offpolicy.LoggedStep} of each
 * decision: its reward, the ratio of the two policies' probabilities, and features of state and
 * action. {@link io.pageturner.evaluation.offpolicy.CrossFitting} adds what a model expects,
 * without having seen the session: a {@link io.pageturner.evaluation.offpolicy.Step}. An {@link
 * io.pageturner.evaluation.offpolicy.Estimator} makes {@link
 * io.pageturner.evaluation.offpolicy.Contributions} of them, which know the estimate and its
 * intervals; {@link io.pageturner.evaluation.offpolicy.Estimators} lists them all, and {@link
 * io.pageturner.evaluation.offpolicy.OffPolicyEvaluation} runs them. A single decision, such as a
 * bandit's, is a session of one step.
 *
 * <p>Formulas and sources: {@code docs/evaluation.md}.
 */
package io.pageturner.evaluation.offpolicy;
