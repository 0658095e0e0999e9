package io.pageturner.app.monitor;

import io.pageturner.domain.BucketName;
import io.pageturner.evaluation.BucketFigures;
import io.pageturner.evaluation.ExperimentSnapshot;
import io.pageturner.learning.trainer.TrainingFigures;
import io.pageturner.serving.model.Swap;
import java.time.Duration;
import java.util.Locale;

/** The table that the demo prints while it runs: one line a bucket, one for the model. */
public final class LiveTable {
  private static final String INDENT = " ".repeat(10);
  private static final String MISMATCH =
      "users did not fall into the buckets as configured (sample-ratio mismatch): trust no figure";

  private LiveTable() {}

  /** The table of a look, lines ended. */
  public static String of(Look look) {
    StringBuilder table = new StringBuilder();
    table.append(
        line(
            "%-10s %9s %9s  %-16s %-16s %-16s %-16s %s",
            "bucket",
            "users",
            "sessions",
            "reward/session",
            "clicks/page",
            "orders/session",
            "pages/session",
            "p, always valid"));
    for (BucketName bucket : look.experiment().buckets()) {
      table.append(row(bucket, look.experiment()));
    }
    if (look.sampleRatio().mismatch()) {
      table.append(line("%s", MISMATCH));
    }
    table.append(line("%s", model(look)));
    if (look.refusals().count() > 0) {
      table.append(line("%s", look.refusals().text()));
    }
    return table.toString();
  }

  private static String row(BucketName bucket, ExperimentSnapshot experiment) {
    BucketFigures figures = experiment.total(bucket);
    return line(
        "%-10s %,9d %,9d  %-16s %-16s %-16s %-16s %s",
        bucket,
        figures.users(),
        figures.sessions(),
        Dashboard.text(figures.rewardPerSession(), 2, ""),
        Dashboard.text(figures.clickRate(), 3, ""),
        Dashboard.text(figures.orderRate(), 3, ""),
        Dashboard.text(figures.depth(), 2, ""),
        Dashboard.pValue(experiment, bucket));
  }

  private static String model(Look look) {
    StringBuilder text = new StringBuilder("model ");
    text.append(look.version().map(v -> "v" + v).orElse("none"));
    look.lastSwap().ifPresent(swap -> text.append(format(", %d s old", age(swap, look))));
    look.training().ifPresent(figures -> text.append(figures(figures)));
    if (!Double.isNaN(look.rankMillis()[1])) {
      text.append(format("; rank p99 %.1f ms", look.rankMillis()[1]));
    }
    return text.toString();
  }

  private static String figures(TrainingFigures figures) {
    StringBuilder text =
        new StringBuilder(
            format(
                "; %,d transitions, %,d updates, mean V %.2f",
                figures.transitions(), figures.updates(), figures.meanValue()));
    for (TrainingFigures.Agent agent : figures.agents()) {
      text.append(
          format(
              ", %smean A %+.3f, action %+.2f ± %.2f",
              figures.agents().size() > 1 ? agent.name() + ": " : "",
              agent.meanAdvantage(),
              agent.actionMean(),
              agent.actionDeviation()));
    }
    return text.toString();
  }

  private static long age(Swap swap, Look look) {
    return Duration.between(swap.at().minus(swap.age()), look.time()).toSeconds();
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  private static String line(String pattern, Object... values) {
    return INDENT + format(pattern, values).stripTrailing() + System.lineSeparator();
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
