package io.pageturner.simulator;

import io.pageturner.domain.RewardWeights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A ranking that knows the hidden state: policy iteration over a grid of a by Monte-Carlo roll-outs
 * in the true world (Sutton & Barto 2018, section 5.3 and, for the roll-outs, 8.10).
 *
 * <p>Each round plays sessions under the policy so far, stops each at a random page, and from there
 * plays the rest once for every a of the grid on that page, all with the same luck. The mean reward
 * of the rest, by hidden state and a, is Q; the next policy takes the greatest.
 */
public final class Oracle {
  /** Visits of the roll-outs have other numbers than those that gains are measured on. */
  private static final int ROLL_OUTS = 1_000_000;

  private static final long STOPS = 9;
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  private final World world;
  private final OracleSettings settings;
  private final RewardWeights weights;

  public Oracle(World world, OracleSettings settings, RewardWeights weights) {
    this.world = world;
    this.settings = settings;
    this.weights = weights;
  }

  /** Finds the best policies and measures them; some tens of seconds at the defaults. */
  public Gains gains() {
    Map<HiddenState, Double> oracle = Map.of();
    Map<HiddenState, Double> myopic = Map.of();
    for (int round = 0; round < settings.rounds(); round++) {
      oracle = best(rollOut(oracle, round), oracle, Tally::rest);
      myopic = best(rollOut(myopic, round), myopic, Tally::page);
    }
    return measure(oracle, myopic);
  }

  private Gains measure(Map<HiddenState, Double> oracle, Map<HiddenState, Double> myopic) {
    double[] neutral = rewards(Map.of(), 1);
    TreeMap<Double, Gains.Line> constants = new TreeMap<>();
    for (double a : settings.grid()) {
      constants.put(a, Gains.Line.of(rewards(Map.of(), a), neutral));
    }
    return new Gains(
        Gains.Line.of(neutral, neutral),
        constants,
        Gains.Line.of(rewards(myopic, 1), neutral),
        Gains.Line.of(rewards(oracle, 1), neutral));
  }

  private double[] rewards(Map<HiddenState, Double> policy, double otherwise) {
    double[] rewards = new double[settings.sessions()];
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] = play(visit(0, i), policy, otherwise);
    }
    return rewards;
  }

  /** Mean rewards by hidden state and index in the grid, under a policy. */
  private Map<HiddenState, Tally[]> rollOut(Map<HiddenState, Double> policy, int round) {
    Map<HiddenState, Tally[]> tallies = new HashMap<>();
    for (int i = 0; i < settings.rollOuts(); i++) {
      Visit stop = stop(visit(ROLL_OUTS * (round + 1), i), policy, i);
      Tally[] tally = tallies.computeIfAbsent(HiddenState.of(stop), state -> newTallies());
      for (int k = 0; k < tally.length; k++) {
        Visit fork = stop.copy();
        double page = step(fork, settings.grid().get(k));
        tally[k].add(page, page + play(fork, policy, 1));
      }
    }
    return tallies;
  }

  private Visit stop(Visit visit, Map<HiddenState, Double> policy, int key) {
    List<Visit> pages = new ArrayList<>();
    while (!visit.over()) {
      pages.add(visit.copy());
      step(visit, policy.getOrDefault(HiddenState.of(visit), 1.0));
    }
    RandomGenerator random = Randomness.stream(world.seed(), STOPS, key);
    return pages.get(random.nextInt(pages.size()));
  }

  private Map<HiddenState, Double> best(
      Map<HiddenState, Tally[]> tallies,
      Map<HiddenState, Double> before,
      java.util.function.ToDoubleFunction<Tally> value) {
    Map<HiddenState, Double> best = new HashMap<>(before);
    tallies.forEach(
        (state, tally) -> {
          int index = settings.grid().indexOf(1.0);
          for (int k = 0; k < tally.length; k++) {
            if (value.applyAsDouble(tally[k]) > value.applyAsDouble(tally[index])) {
              index = k;
            }
          }
          best.put(state, settings.grid().get(index));
        });
    return best;
  }

  private double play(Visit visit, Map<HiddenState, Double> policy, double otherwise) {
    double reward = 0;
    while (!visit.over()) {
      reward += step(visit, policy.getOrDefault(HiddenState.of(visit), otherwise));
    }
    return reward;
  }

  private double step(Visit visit, double a) {
    List<io.pageturner.domain.ItemId> page =
        FusionRanker.rank(visit.request(), world.settings().theta(), a);
    return visit.show(page).reward(weights);
  }

  private Visit visit(int firstNumber, int index) {
    int user = index % world.users();
    int number = firstNumber + index / world.users();
    return world.visit(user, number, START.plus(Duration.ofMinutes(37L * index % 1440)));
  }

  private Tally[] newTallies() {
    Tally[] tallies = new Tally[settings.grid().size()];
    java.util.Arrays.setAll(tallies, k -> new Tally());
    return tallies;
  }

  /** Sums of the rewards of one hidden state and a. */
  private static final class Tally {
    private int count;
    private double pages;
    private double rests;

    void add(double page, double rest) {
      count++;
      pages += page;
      rests += rest;
    }

    /** Mean reward of the page at hand. */
    double page() {
      return count == 0 ? 0 : pages / count;
    }

    /** Mean reward of the rest of the session, the page at hand included: Q. */
    double rest() {
      return count == 0 ? 0 : rests / count;
    }
  }
}
