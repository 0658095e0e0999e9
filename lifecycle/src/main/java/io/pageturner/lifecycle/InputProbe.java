package io.pageturner.lifecycle;

import java.util.Map;

/** Encodes recorded real states as a bundle would: its pre-processing on today's values. */
@FunctionalInterface
public interface InputProbe {
  /**
   * The dense inputs of the recorded states, normalised by the bundle's own means and deviations.
   *
   * @return by feature name, one z-score per state; only features that the bundle has seen values
   *     of, and no states while none has been recorded
   */
  Map<String, double[]> zScores(Bundle bundle);
}
