package io.pageturner.evaluation.offpolicy;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A policy, smoothed so that a log of other actions says something about it.
 *
 * <p>Continuous: each factor's unit value is drawn from a {@link Kernel} around what the policy
 * holds best, and has a density. Discrete: with probability ε any point of the grid is taken, all
 * alike, else the best, and each has a probability, as in the log of a policy that explores
 * ε-greedily.
 *
 * @param actions the actions that it takes
 * @param greedy the unit values that the policy holds best for a state: [factors]
 * @param kernel how logged actions near them are weighed; of no use on a grid
 * @param bandwidth h above 0, on the unit scale; on a grid ε, at most 1
 */
public record SmoothedPolicy(
    ActionSpace actions, Function<State, double[]> greedy, Kernel kernel, double bandwidth) {
  /** A logged factor this near to the grid's, on the unit scale, is the grid's: rounding only. */
  private static final double ROUNDING = 1e-6;

  /** Below this, hardly any logged action would be near. */
  private static final double LEAST_BANDWIDTH = 0.05;

  public SmoothedPolicy {
    if (!(bandwidth > 0 && bandwidth < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("bandwidth must be finite and above 0, was " + bandwidth);
    }
    if (actions.discrete() && bandwidth > 1) {
      throw new IllegalArgumentException("on a grid ε must be at most 1, was " + bandwidth);
    }
  }

  /**
   * A bandwidth that suits a log: 1.06·sd·n^(−1/5) of all logged unit values (Silverman 1986, eq.
   * 3.28), not less than {@value #LEAST_BANDWIDTH}.
   */
  public static double bandwidth(ActionSpace actions, List<List<Transition>> sessions) {
    double[] units =
        sessions.stream()
            .flatMap(List::stream)
            .flatMapToDouble(step -> Arrays.stream(actions.toUnit(step.action())))
            .toArray();
    double mean = Arrays.stream(units).average().orElse(0);
    double variance = Arrays.stream(units).map(u -> (u - mean) * (u - mean)).average().orElse(0);
    return Math.max(
        LEAST_BANDWIDTH, 1.06 * Math.sqrt(variance) * Math.pow(Math.max(1, units.length), -0.2));
  }

  /**
   * π(a|s) / b(a|s) of a logged step, b its logged propensity: of densities, or of probabilities on
   * a grid. An action that is not on the grid is none that the policy takes: 0.
   */
  double ratio(Transition step) {
    double[] mean = greedy.apply(step.state());
    double[] unit = actions.toUnit(step.action());
    double chance = actions.discrete() ? probability(unit, mean) : density(unit, mean);
    return chance / step.propensity();
  }

  private double density(double[] unit, double[] mean) {
    double density = 1;
    for (int k = 0; k < unit.length; k++) {
      density *= kernel.density(unit[k], mean[k], bandwidth);
    }
    return density;
  }

  private double probability(double[] unit, double[] mean) {
    double[] grid = actions.gridUnits();
    double each = bandwidth;
    boolean best = true;
    for (int k = 0; k < unit.length; k++) {
      int place = nearest(grid, unit[k]);
      if (Math.abs(grid[place] - unit[k]) > ROUNDING) {
        return 0;
      }
      each /= grid.length;
      best &= place == nearest(grid, mean[k]);
    }
    return each + (best ? 1 - bandwidth : 0);
  }

  private static int nearest(double[] grid, double unit) {
    int nearest = 0;
    for (int i = 1; i < grid.length; i++) {
      nearest = Math.abs(grid[i] - unit) < Math.abs(grid[nearest] - unit) ? i : nearest;
    }
    return nearest;
  }

  /** E u and E u² of each factor: [factors][2]. */
  double[][] moments(State state) {
    double[] mean = greedy.apply(state);
    double[][] moments = new double[mean.length][];
    for (int k = 0; k < mean.length; k++) {
      moments[k] =
          actions.discrete()
              ? gridMoments(mean[k])
              : kernel.expectation(u -> new double[] {u, u * u}, mean[k], bandwidth);
    }
    return moments;
  }

  private double[] gridMoments(double mean) {
    double[] grid = actions.gridUnits();
    double best = grid[nearest(grid, mean)];
    double[] moments = {(1 - bandwidth) * best, (1 - bandwidth) * best * best};
    for (double unit : grid) {
      moments[0] += bandwidth / grid.length * unit;
      moments[1] += bandwidth / grid.length * unit * unit;
    }
    return moments;
  }
}
