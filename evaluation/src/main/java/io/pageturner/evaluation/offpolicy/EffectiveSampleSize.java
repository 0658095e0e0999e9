package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * How many sessions of the evaluated policy a log is worth: (Σ w)² / Σ w² with w = ρ_{1:T} (Kish
 * 1965). Few ratios that are much greater than the others make it small, and estimates uncertain in
 * ways that their own intervals do not see.
 *
 * @param value between 0 and {@code sessions}
 * @param sessions in the log
 */
public record EffectiveSampleSize(double value, int sessions) {
  /** Below this many, intervals that count on the central limit theorem are not to be trusted. */
  public static final double ENOUGH = 100;

  public static EffectiveSampleSize of(List<Trajectory> log) {
    double sum = 0;
    double squares = 0;
    for (Trajectory session : log) {
      double weight = session.weight();
      sum += weight;
      squares += weight * weight;
    }
    return new EffectiveSampleSize(squares == 0 ? 0 : sum * sum / squares, log.size());
  }

  public boolean tooSmall() {
    return value < ENOUGH;
  }
}
