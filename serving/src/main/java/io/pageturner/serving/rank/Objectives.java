package io.pageturner.serving.rank;

import io.pageturner.domain.Action;
import io.pageturner.domain.Fusion;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The objectives that a page's items are scored by, and how their scores are fused (SPEC 1.4).
 *
 * @param names of the scores in a request, click first
 * @param fusion how scores become one
 * @param theta the team's global weight of each objective after the first
 */
public record Objectives(List<String> names, Fusion fusion, List<Double> theta) {
  /** Click + order, each weighing 1. */
  public static final Objectives DEFAULT =
      new Objectives(List.of("click", "order"), Fusion.LINEAR, List.of(1.0));

  public Objectives {
    names = List.copyOf(names);
    theta = List.copyOf(theta);
    if (names.size() < 2 || names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "objectives must be two different names or more, were " + names);
    }
    if (theta.size() != names.size() - 1) {
      throw new IllegalArgumentException(
          "theta must have one weight per objective after "
              + names.get(0)
              + ", "
              + (names.size() - 1)
              + ", has "
              + theta.size());
    }
    for (double weight : theta) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("theta must be finite and 0 or more, was " + theta);
      }
    }
  }

  /** Number of the action's factors. */
  public int factors() {
    return theta.size();
  }

  /** The fused score under an action of {@link #factors} factors. */
  double fuse(double[] scores, Action action) {
    return under(action).applyAsDouble(scores);
  }

  /** Fuses the scores of one candidate after the other under an action. */
  ToDoubleFunction<double[]> under(Action action) {
    double[] weights = theta.stream().mapToDouble(Double::doubleValue).toArray();
    return scores -> fusion.score(scores, weights, action);
  }
}
