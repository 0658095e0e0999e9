package io.pageturner.app.experiment;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Says how an ablation goes on and keeps each run at once: nothing measured is lost.
 *
 * @param progress told of every run
 * @param raw where every figure goes
 */
record ToldRuns(StateAblation.Progress progress, RawNumbers raw) implements Ablation.Progress {
  @Override
  public void begins(int number, int of, String measure, String variant, long seed) {
    progress.say("run %d of %d: %s, %s, seed %d ...", number, of, measure, variant, seed);
  }

  @Override
  public void ended(Ablation.Run run) {
    String figures =
        run.figures().entrySet().stream()
            .map(
                figure -> String.format(Locale.ROOT, "%s %.4g", figure.getKey(), figure.getValue()))
            .collect(Collectors.joining(", "));
    progress.say("  %.1f s: %s", run.seconds(), figures);
    raw.add(run);
  }
}
