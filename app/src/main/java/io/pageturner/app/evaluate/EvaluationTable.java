package io.pageturner.app.evaluate;

import io.pageturner.evaluation.Interval;
import io.pageturner.evaluation.Intervals;
import io.pageturner.evaluation.RunningMoments;
import io.pageturner.evaluation.offpolicy.OffPolicyEvaluation;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;

/** The table that {@code evaluate} prints: an estimator a line, then what the log itself earned. */
public final class EvaluationTable {
  private EvaluationTable() {}

  /** The table, lines ended. */
  public static String of(
      OffPolicyEvaluation evaluation, Map<String, RunningMoments> onPolicy, double level) {
    StringBuilder table = new StringBuilder();
    String percent =
        new DecimalFormat("0.## % ", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(level);
    table.append(
        line(
            "%-26s %12s   %-26s %s",
            "estimator", "value", percent + "bootstrap", percent + "empirical Bernstein"));
    for (OffPolicyEvaluation.Estimate estimate : evaluation.estimates()) {
      table.append(
          line(
              "%-26s %12s   %-26s %s",
              estimate.estimator(),
              number(estimate.value()),
              text(estimate.bootstrap()),
              text(estimate.bernstein())));
    }
    onPolicy.forEach(
        (name, returns) ->
            table.append(
                line(
                    "%-26s %12s   %-26s %s",
                    name,
                    number(returns.mean()),
                    text(Intervals.mean(returns, level)),
                    "Student's t, on policy")));
    table.append(
        line(
            "effective sample size %,.1f of %,d, mean weight %.3f",
            evaluation.sampleSize().value(),
            evaluation.sampleSize().sessions(),
            evaluation.meanWeight().estimate()));
    evaluation.warnings().forEach(warning -> table.append(line("warning: %s", warning)));
    return table.toString();
  }

  private static String text(Interval interval) {
    return interval.bounded()
        ? number(interval.low()) + " to " + number(interval.high())
        : "unbounded";
  }

  /** Rates are small, rewards are not. */
  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.6f" : "%.4f", value);
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  private static String line(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values).stripTrailing() + System.lineSeparator();
  }
}
