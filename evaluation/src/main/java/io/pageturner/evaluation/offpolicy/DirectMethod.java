package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * The direct method, DM: mean of v̂(s_0). It is as good as the model, and biased as the model is.
 *
 * <p>Its intervals count in how uncertain the fitted model is: without that they would be several
 * times too narrow. They do not count in that no model of its kind may be right.
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
    double[] values = new double[log.size()];
    double shift = log.stream().mapToDouble(Trajectory::influence).average().orElse(0);
    for (int i = 0; i < values.length; i++) {
      Trajectory session = log.get(i);
      values[i] = session.steps().get(0).expected() + session.influence() - shift;
    }
    return Contributions.ofMean(values);
  }
}
