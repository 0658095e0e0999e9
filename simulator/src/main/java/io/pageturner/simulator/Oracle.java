package io.pageturner.simulator;

import io.pageturner.domain.RewardWeights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A ranking that knows the hidden state: policy iteration over a grid of a by Monte-Carlo roll-outs
 * in the true world (Sutton &amp; Barto 2018, sections 4.3 and 8.10).
 *
 * <p>Each round plays sessions under the policy so far, stops each at a random page, and from there
 * plays the rest once for every a of the grid on that page, all with the same luck. The mean reward
 * of the rest, by hidden state and a, is Q; the next policy takes the greatest. It is the best of
 * what depends on {@link HiddenState} alone, so a lower bound of what is possible.
 */
public final class Oracle {
  /** Visits that are learned from have other numbers than those that gains are measured on. */
  private static final int LEARNING = 1_000_000;

  private static final long STOPS = 9;
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration BETWEEN_VISITS = Duration.ofMinutes(37);
  private static final int VISITS_PER_DAY = 1_440;

  private final World world;
  private final OracleSettings settings;
  private final RewardWeights weights;

  /** An oracle of this world, for sessions that are worth the sum of their pages' rewards. */
  public Oracle(World world, OracleSettings settings, RewardWeights weights) {
    this.world = world;
    this.settings = settings;
    this.weights = weights;
  }

  /** Finds the best policies and measures them; takes some tens of seconds at the defaults. */
  public Gains gains() {
    return measure(myopic(), farSighted());
  }

  /** Plays the same sessions under each constant a and under both policies. */
  Gains measure(HiddenPolicy myopic, HiddenPolicy farSighted) {
    List<HiddenPolicy> policies = new ArrayList<>();
    settings.grid().forEach(a -> policies.add(HiddenPolicy.constant(a)));
    policies.add(myopic);
    policies.add(farSighted);
    double[][] rewards = rewards(policies);
    double[] neutral = rewards[settings.grid().indexOf(1.0)];
    TreeMap<Double, Gains.Line> constants = new TreeMap<>();
    for (int k = 0; k < settings.grid().size(); k++) {
      constants.put(settings.grid().get(k), Gains.Line.of(rewards[k], neutral));
    }
    return new Gains(
        Gains.Line.of(neutral, neutral),
        constants,
        Gains.Line.of(rewards[rewards.length - 2], neutral),
        Gains.Line.of(rewards[rewards.length - 1], neutral));
  }

  /** The policy that is best for the rest of the session. */
  HiddenPolicy farSighted() {
    return iterate(ActionValues.Tally::rest);
  }

  /** The policy that is best for the page at hand, whatever comes of it. */
  HiddenPolicy myopic() {
    return iterate(ActionValues.Tally::page);
  }

  private HiddenPolicy iterate(ToDoubleFunction<ActionValues.Tally> value) {
    HiddenPolicy policy = HiddenPolicy.constant(1);
    for (int round = 0; round < settings.rounds(); round++) {
      policy = values(policy, round).greedy(value);
    }
    return policy;
  }

  /** What each a is worth on a page when the rest of the session follows the policy. */
  ActionValues values(HiddenPolicy policy, int round) {
    ActionValues values = new ActionValues(settings.grid());
    for (int i = 0; i < settings.rollOuts(); i++) {
      Visit stop = stop(visit(LEARNING * (round + 1), i), policy, i);
      List<ActionValues.Tally> row = values.of(HiddenState.of(stop));
      for (int k = 0; k < row.size(); k++) {
        Visit fork = stop.copy();
        double page = step(fork, settings.grid().get(k));
        row.get(k).add(page, page + play(fork, policy));
      }
    }
    return values;
  }

  /** The visit as it was at one of its pages under the policy. */
  private Visit stop(Visit visit, HiddenPolicy policy, int key) {
    List<Visit> pages = new ArrayList<>();
    while (!visit.over()) {
      visit.request(); // drawn once, for all copies
      pages.add(visit.copy());
      step(visit, policy.action(visit));
    }
    return pages.get(Randomness.stream(world.seed(), STOPS, key).nextInt(pages.size()));
  }

  /** Rewards by policy and session. */
  private double[][] rewards(List<HiddenPolicy> policies) {
    double[][] rewards = new double[policies.size()][settings.sessions()];
    for (int i = 0; i < settings.sessions(); i++) {
      Visit visit = visit(0, i);
      visit.request(); // drawn once, for all copies
      for (int k = 0; k < rewards.length; k++) {
        rewards[k][i] = play(visit.copy(), policies.get(k));
      }
    }
    return rewards;
  }

  private double play(Visit visit, HiddenPolicy policy) {
    double reward = 0;
    while (!visit.over()) {
      reward += step(visit, policy.action(visit));
    }
    return reward;
  }

  private double step(Visit visit, double a) {
    return visit
        .show(FusionRanker.rank(visit.request(), world.settings().theta(), a))
        .reward(weights);
  }

  /** The i-th visit: users in turn, at all times of the day. */
  private Visit visit(int firstNumber, int i) {
    Instant start = START.plus(BETWEEN_VISITS.multipliedBy(i % VISITS_PER_DAY));
    return world.visit(i % world.users(), firstNumber + i / world.users(), start);
  }
}
