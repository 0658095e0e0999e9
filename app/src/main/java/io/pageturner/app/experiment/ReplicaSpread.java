package io.pageturner.app.experiment;

import io.pageturner.evaluation.RunningMoments;
import java.util.Locale;

/** How much the spread of the result over seeds shrinks when the best of several is published. */
final class ReplicaSpread {
  private ReplicaSpread() {}

  /**
   * A paragraph in Markdown; empty when too few seeds were measured.
   *
   * @param single the variant with one learner
   * @param several the variant with several, whose runs tell each of them at the end
   */
  static String of(Ablation ablation, String measure, String single, String several, int replicas) {
    RunningMoments one = ablation.moments(measure, single, "gain");
    RunningMoments chosen = ablation.moments(measure, several, "gain");
    if (one.count() < 2 || chosen.count() < 2) {
      return "";
    }
    RunningMoments all = RunningMoments.EMPTY;
    RunningMoments best = RunningMoments.EMPTY;
    for (Ablation.Run run : ablation.runs()) {
      if (run.variant().equals(several)) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < replicas; i++) {
          double gain = run.figures().get("replica." + i);
          all = all.plus(gain);
          greatest = Math.max(greatest, gain);
        }
        best = best.plus(greatest);
      }
    }
    return String.format(
        Locale.ROOT,
        "Gain, mean ± sd over seeds: one learner %.2f ± %.2f; the published of %d %.2f ± %.2f; each of"
            + " them %.2f ± %.2f (%d); the best of them by hindsight %.2f ± %.2f.%n",
        one.mean(),
        one.sd(),
        replicas,
        chosen.mean(),
        chosen.sd(),
        all.mean(),
        all.sd(),
        all.count(),
        best.mean(),
        best.sd());
  }
}
