package io.pageturner.app.monitor;

import io.pageturner.evaluation.Comparison;
import io.pageturner.evaluation.Interval;
import java.util.Locale;
import java.util.Optional;

/** The one sentence that says whether the agent beats the baseline, and by how much. */
public final class Headline {
  private Headline() {}

  /** The sentence for what was seen so far. */
  public static String of(Optional<Comparison> comparison) {
    if (comparison.isEmpty() || !comparison.get().difference().bounded()) {
      return "Too few users have ended a session to compare agent and baseline.";
    }
    Interval difference = comparison.get().difference();
    Interval relative = comparison.get().relative();
    String verdict =
        difference.above(0)
            ? "The agent beats the baseline by "
            : difference.below(0)
                ? "The agent is behind the baseline by "
                : "The agent cannot be told from the baseline yet: ";
    return String.format(
        Locale.ROOT,
        "%s%+.2f reward per session (95 %% interval %+.2f to %+.2f)%s.",
        verdict,
        difference.estimate(),
        difference.low(),
        difference.high(),
        relative.bounded()
            ? String.format(
                Locale.ROOT,
                ", %+.1f %% (%+.1f to %+.1f %%)",
                100 * relative.estimate(),
                100 * relative.low(),
                100 * relative.high())
            : "");
  }
}
