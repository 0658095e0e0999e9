package io.pageturner.app.evaluate;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.evaluation.offpolicy.Kernel;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.simulator.FusionRanker;
import io.pageturner.simulator.PageOutcome;
import io.pageturner.simulator.PageRequest;
import io.pageturner.simulator.Visit;
import io.pageturner.simulator.World;
import io.pageturner.simulator.WorldSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Sessions of simulated users under a policy with truncated Gaussian noise, or one that is ε-greedy
 * around a = 1 on a grid, as transitions.
 */
public final class SimulatedLog {
  public static final ActionSpace ACTIONS = ActionSpace.DEFAULT;

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration BETWEEN = Duration.ofMinutes(37);
  private static final int STARTS = 1_440;

  private final World world = new World(WorldSettings.DEFAULT, 1);
  private final SplittableRandom random;
  private final ToDoubleFunction<State> mean;
  private final double sigma;
  private final String policy;
  private final Optional<ActionGrid> grid;

  /**
   * @param mean unit value that the policy holds best
   * @param sigma of its noise
   */
  public SimulatedLog(ToDoubleFunction<State> mean, double sigma, long seed) {
    this(mean, sigma, Algorithm.ADVANTAGE_DDPG, Optional.empty(), seed);
  }

  private SimulatedLog(
      ToDoubleFunction<State> mean,
      double sigma,
      Algorithm algorithm,
      Optional<ActionGrid> grid,
      long seed) {
    this.mean = mean;
    this.sigma = sigma;
    this.policy = algorithm.label();
    this.grid = grid;
    this.random = new SplittableRandom(seed);
  }

  /**
   * What a discrete agent logs.
   *
   * @param mean unit value, the nearest point of the grid to which the policy holds best
   * @param epsilon probability of any point of the grid
   */
  public static SimulatedLog onGrid(
      ToDoubleFunction<State> mean,
      ActionSpace actions,
      Algorithm algorithm,
      double epsilon,
      long seed) {
    return new SimulatedLog(mean, epsilon, algorithm, ActionGrid.of(actions), seed);
  }

  /** The i-th session, at most so many pages of it: other numbers are other visits. */
  public List<Transition> session(int i, int pages) {
    Instant start = START.plus(BETWEEN.multipliedBy(i % STARTS));
    Visit visit = world.visit(i % world.users(), i / world.users(), start);
    List<Transition> session = new ArrayList<>();
    State state = state(visit.request());
    while (true) {
      PageRequest request = visit.request();
      Drawn drawn = draw(mean.applyAsDouble(state));
      Action action = drawn.action();
      PageOutcome outcome =
          visit.show(
              FusionRanker.constant(world.settings().theta(), action.factor(0)).rank(request));
      boolean last = visit.over() || session.size() + 1 == pages;
      Optional<State> next = last ? Optional.empty() : Optional.of(state(visit.request()));
      double reward = outcome.reward(RewardWeights.DEFAULT);
      session.add(transition(request, state, drawn, reward, next));
      if (last) {
        return session;
      }
      state = next.orElseThrow();
    }
  }

  private Transition transition(
      PageRequest request, State state, Drawn drawn, double reward, Optional<State> next) {
    return new Transition(
        new PageId(request.session().value() + "-" + request.pageIndex()),
        request.user(),
        request.session(),
        request.pageIndex(),
        request.time(),
        new BucketName("agent"),
        policy,
        new ModelVersion(1),
        state,
        drawn.action(),
        drawn.propensity(),
        reward,
        next);
  }

  private static State state(PageRequest request) {
    PageRequest.Context context = request.context();
    return new State(
        List.of(),
        Map.of(
            "words", (double) context.queryWords(),
            "clicks", (double) context.lastPageClicks(),
            "distance", context.distance(),
            "page", (double) request.pageIndex()),
        Map.of("entry", context.entry().name()));
  }

  private record Drawn(Action action, double propensity) {}

  private Drawn draw(double best) {
    if (grid.isPresent()) {
      int points = grid.get().size();
      int nearest = grid.get().nearest(new double[] {best});
      int point = random.nextDouble() < sigma ? random.nextInt(points) : nearest;
      double propensity = sigma / points + (point == nearest ? 1 - sigma : 0);
      return new Drawn(grid.get().action(point), propensity);
    }
    double unit = unit(best);
    double propensity = sigma == 0 ? 1 : Kernel.GAUSSIAN.density(unit, best, sigma);
    return new Drawn(ACTIONS.actionFromUnit(unit), propensity);
  }

  private double unit(double best) {
    double unit = best;
    if (sigma > 0) {
      do {
        unit = best + sigma * random.nextGaussian();
      } while (Math.abs(unit) > 1);
    }
    return unit;
  }
}
