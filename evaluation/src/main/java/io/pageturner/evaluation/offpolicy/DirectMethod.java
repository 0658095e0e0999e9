package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * The direct method, DM: mean of v̂(s_0). It is as good as the model, and biased as the model is.
 */
public record DirectMethod() implements Estimator {
  @Override
  public String name() {
    return "DM";
  }

  @Override
  public String source() {
    return "Dudík, Langford and Li 2011";
  }

  @Override
  public Contributions contributions(List<Trajectory> log) {
    return Contributions.ofMean(
        log.stream().mapToDouble(session -> session.steps().get(0).expected()).toArray());
  }
}
