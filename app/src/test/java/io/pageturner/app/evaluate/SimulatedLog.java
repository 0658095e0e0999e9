package io.pageturner.app.evaluate;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.evaluation.offpolicy.Kernel;
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

/** Sessions of simulated users under a policy with truncated Gaussian noise, as transitions. */
public final class SimulatedLog {
  public static final ActionSpace ACTIONS = ActionSpace.DEFAULT;

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration BETWEEN = Duration.ofMinutes(37);
  private static final int STARTS = 1_440;

  private final World world = new World(WorldSettings.DEFAULT, 1);
  private final SplittableRandom random;
  private final ToDoubleFunction<State> mean;
  private final double sigma;

  /**
   * @param mean unit value that the policy holds best
   * @param sigma of its noise
   */
  public SimulatedLog(ToDoubleFunction<State> mean, double sigma, long seed) {
    this.mean = mean;
    this.sigma = sigma;
    this.random = new SplittableRandom(seed);
  }

  /** The i-th session, at most so many pages of it: other numbers are other visits. */
  public List<Transition> session(int i, int pages) {
    Instant start = START.plus(BETWEEN.multipliedBy(i % STARTS));
    Visit visit = world.visit(i % world.users(), i / world.users(), start);
    List<Transition> session = new ArrayList<>();
    State state = state(visit.request());
    while (true) {
      PageRequest request = visit.request();
      double best = mean.applyAsDouble(state);
      double unit = draw(best);
      double propensity = sigma == 0 ? 1 : Kernel.GAUSSIAN.density(unit, best, sigma);
      Action action = ACTIONS.actionFromUnit(unit);
      PageOutcome outcome =
          visit.show(
              FusionRanker.constant(world.settings().theta(), action.factor(0)).rank(request));
      boolean last = visit.over() || session.size() + 1 == pages;
      Optional<State> next = last ? Optional.empty() : Optional.of(state(visit.request()));
      double reward = outcome.reward(RewardWeights.DEFAULT);
      session.add(transition(request, state, action, propensity, reward, next));
      if (last) {
        return session;
      }
      state = next.orElseThrow();
    }
  }

  private static Transition transition(
      PageRequest request,
      State state,
      Action action,
      double propensity,
      double reward,
      Optional<State> next) {
    return new Transition(
        new PageId(request.session().value() + "-" + request.pageIndex()),
        request.user(),
        request.session(),
        request.pageIndex(),
        request.time(),
        new BucketName("agent"),
        "simulated",
        new ModelVersion(1),
        state,
        action,
        propensity,
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

  private double draw(double best) {
    double unit = best;
    if (sigma > 0) {
      do {
        unit = best + sigma * random.nextGaussian();
      } while (Math.abs(unit) > 1);
    }
    return unit;
  }
}
