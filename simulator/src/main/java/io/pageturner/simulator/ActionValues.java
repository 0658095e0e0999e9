package io.pageturner.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Mean rewards by hidden state and action: of the page at hand, and of the rest of the session. */
final class ActionValues {
  private final List<Double> grid;
  private final Map<HiddenState, List<Tally>> tallies = new HashMap<>();

  ActionValues(List<Double> grid) {
    this.grid = grid;
  }

  /** Sums over the roll-outs of one hidden state and action. */
  static final class Tally {
    private int count;
    private double pages;
    private double rests;

    void add(double page, double rest) {
      count++;
      pages += page;
      rests += rest;
    }

    int count() {
      return count;
    }

    /** Mean reward of the page at hand. */
    double page() {
      return count == 0 ? 0 : pages / count;
    }

    /** Mean reward of the session from the page at hand on: Q. */
    double rest() {
      return count == 0 ? 0 : rests / count;
    }
  }

  /** The tallies of a hidden state, in the order of the grid. */
  List<Tally> of(HiddenState state) {
    return tallies.computeIfAbsent(state, unseen -> newTallies());
  }

  private List<Tally> newTallies() {
    List<Tally> fresh = new ArrayList<>();
    for (int k = 0; k < grid.size(); k++) {
      fresh.add(new Tally());
    }
    return fresh;
  }

  /** The policy that takes the action of the greatest value in each hidden state seen. */
  HiddenPolicy greedy(ToDoubleFunction<Tally> value) {
    Map<HiddenState, Double> actions = new HashMap<>();
    tallies.forEach((state, row) -> actions.put(state, grid.get(argmax(row, value))));
    return new HiddenPolicy(actions, 1);
  }

  private static int argmax(List<Tally> row, ToDoubleFunction<Tally> value) {
    int best = 0;
    for (int k = 1; k < row.size(); k++) {
      if (value.applyAsDouble(row.get(k)) > value.applyAsDouble(row.get(best))) {
        best = k;
      }
    }
    return best;
  }
}
