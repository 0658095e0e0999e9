package io.pageturner.evaluation.offpolicy;

import java.util.List;

/** The catalogue of estimators. */
public final class Estimators {
  private static final double NONE = Double.POSITIVE_INFINITY;

  private Estimators() {}

  /**
   * Those for single decisions.
   *
   * @param bound of clipped weights (λ) and of switching to the model (τ)
   */
  public static List<Estimator> forDecisions(double bound) {
    return List.of(
        new ImportanceSampling(1, NONE),
        new SelfNormalised(1),
        new ImportanceSampling(1, bound),
        new DirectMethod(),
        new DoublyRobust(1, NONE),
        new DoublyRobust(1, bound));
  }

  /**
   * Those for sessions of several decisions.
   *
   * @param gamma discount γ in [0, 1]
   * @param bound of clipped weights (λ) and of switching to the model (τ)
   */
  public static List<Estimator> forSessions(double gamma, double bound) {
    return List.of(
        new ImportanceSampling(gamma, NONE),
        new SelfNormalised(gamma),
        new ImportanceSampling(gamma, bound),
        new PerDecision(gamma),
        new WeightedPerDecision(gamma),
        new DirectMethod(),
        new DoublyRobust(gamma, NONE),
        new DoublyRobust(gamma, bound));
  }
}
