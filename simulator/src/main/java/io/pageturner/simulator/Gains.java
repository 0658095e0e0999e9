package io.pageturner.simulator;

import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What could be gained over a = 1 in a world, as mean reward per session on the same sessions.
 *
 * @param neutral a = 1
 * @param constants each constant a of the grid
 * @param myopic the a that is best for the page at hand in each hidden state
 * @param oracle the a that is best for the rest of the session in each hidden state
 */
public record Gains(Line neutral, SortedMap<Double, Line> constants, Line myopic, Line oracle) {
  public Gains {
    constants = Collections.unmodifiableSortedMap(new TreeMap<>(constants));
  }

  /**
   * One way to choose a.
   *
   * @param reward mean reward per session
   * @param gain mean of the differences to a = 1, session by session
   */
  public record Line(Estimate reward, Estimate gain) {
    /** The line of these rewards, one per session, against those of a = 1 on the same sessions. */
    static Line of(double[] rewards, double[] neutral) {
      double[] differences = new double[rewards.length];
      for (int i = 0; i < rewards.length; i++) {
        differences[i] = rewards[i] - neutral[i];
      }
      return new Line(Estimate.of(rewards), Estimate.of(differences));
    }
  }

  /** The constant a of the greatest mean reward. */
  public double bestConstant() {
    return constants.entrySet().stream()
        .max(Comparator.comparingDouble(entry -> entry.getValue().reward().mean()))
        .map(Map.Entry::getKey)
        .orElse(1.0);
  }

  /** Which share of the oracle's gain over a = 1 a gain is. */
  public double share(double gain) {
    return gain / oracle.gain().mean();
  }

  /** A table for people. */
  @Override
  public String toString() {
    StringBuilder table =
        new StringBuilder("policy       reward/session     gain over a = 1    share\n");
    append(table, "a = 1", neutral);
    constants.forEach((a, line) -> append(table, String.format(Locale.ROOT, "a = %.2f", a), line));
    append(table, "myopic", myopic);
    append(table, "oracle", oracle);
    return table.toString();
  }

  private void append(StringBuilder table, String name, Line line) {
    table.append(
        String.format(
            Locale.ROOT,
            "%-12s %-18s %-18s %4.0f %%%n",
            name,
            line.reward(),
            line.gain(),
            100 * share(line.gain().mean())));
  }
}
