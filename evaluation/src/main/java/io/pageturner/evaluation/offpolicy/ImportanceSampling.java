package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * Inverse propensity scoring, IPS: mean of min(ρ_{1:T}, λ)·G, G the session's return.
 *
 * <p>Unbiased without a bound λ; with one, large weights are clipped: less variance for a bias
 * towards 0. Over sessions of several steps it is ordinary importance sampling.
 *
 * @param gamma discount γ
 * @param bound λ above 0; infinite for none
 */
public record ImportanceSampling(double gamma, double bound) implements Estimator {
  public ImportanceSampling {
    if (!(bound > 0)) {
      throw new IllegalArgumentException("the bound of weights must be above 0, was " + bound);
    }
  }

  @Override
  public String name() {
    return Double.isInfinite(bound) ? "IPS" : "clipped IPS";
  }

  @Override
  public String source() {
    return Double.isInfinite(bound)
        ? "Horvitz and Thompson 1952; Precup, Sutton and Singh 2000"
        : "Bottou et al. 2013";
  }

  @Override
  public Contributions contributions(List<Trajectory> log) {
    return Contributions.ofMean(
        log.stream()
            .mapToDouble(
                session -> Math.min(session.weight(), bound) * session.discountedReturn(gamma))
            .toArray());
  }
}
