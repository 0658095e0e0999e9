package io.pageturner.serving.model;

import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Varies an action as a bundle's exploration says, and tells the exact density or probability of
 * the outcome (SPEC 2.5).
 *
 * <p>Each factor's unit value u is drawn from N(m, σ²) truncated to [−1, 1]. Gaussian: m = μ(s).
 * Ornstein–Uhlenbeck, in the discrete form of Lillicrap et al. (2016): m = μ(s) + (1 − θ)·n', cut
 * to [−1, 1], with n' = u' − μ(s') of the session's last page. The propensity is the product of the
 * factors' densities given n'; with σ = 0 it is 1 by definition ({@link
 * io.pageturner.domain.Decision}).
 *
 * <p>ε-greedy: with probability ε any of the grid's K points, all alike, else the best. The
 * propensity is the probability of the point that is shown, however it came about: 1 − ε + ε/K of
 * the best, ε/K of every other.
 *
 * @param grid the points of discrete actions
 */
record Explorer(ActionSpace actions, Exploration exploration, Optional<ActionGrid> grid) {
  /** The exploration of a bundle. */
  Explorer(ActionSpace actions, Exploration exploration) {
    this(actions, exploration, ActionGrid.of(actions));
  }

  /**
   * @param greedy [factors] the unit values μ(s) that the policy holds best
   * @param noise n' per factor; anything of another length counts as none
   */
  ActionChoice around(double[] greedy, List<Double> noise, RandomGenerator random) {
    return grid.isPresent() ? onGrid(grid.get(), greedy, random) : noisy(greedy, noise, random);
  }

  private ActionChoice onGrid(ActionGrid points, double[] greedy, RandomGenerator random) {
    double epsilon = exploration.sigma();
    int best = points.nearest(greedy); // An answer from elsewhere has been rounded.
    int shown = random.nextDouble() < epsilon ? random.nextInt(points.size()) : best;
    double propensity = epsilon / points.size() + (shown == best ? 1 - epsilon : 0);
    return new ActionChoice(points.action(shown), points.action(best), propensity, List.of());
  }

  private ActionChoice noisy(double[] greedy, List<Double> noise, RandomGenerator random) {
    double[] unit = greedy.clone();
    List<Double> remembered = new ArrayList<>(greedy.length);
    double density = 1;
    if (exploration.sigma() > 0) {
      for (int i = 0; i < unit.length; i++) {
        double drift = noise.size() == unit.length ? drift(noise.get(i)) : 0;
        TruncatedNormal around = new TruncatedNormal(clip(greedy[i] + drift), exploration.sigma());
        unit[i] = around.sample(random);
        density *= around.density(unit[i]);
        remembered.add(unit[i] - greedy[i]);
      }
    }
    return new ActionChoice(
        actions.actionFromUnit(unit), actions.actionFromUnit(greedy), density, kept(remembered));
  }

  private double drift(double last) {
    return switch (exploration.kind()) {
      case GAUSSIAN, EPSILON_GREEDY -> 0;
      case ORNSTEIN_UHLENBECK -> (1 - exploration.theta()) * last;
    };
  }

  private List<Double> kept(List<Double> remembered) {
    return exploration.kind() == Exploration.Kind.ORNSTEIN_UHLENBECK ? remembered : List.of();
  }

  private static double clip(double unit) {
    return Math.max(-1, Math.min(1, unit));
  }
}
