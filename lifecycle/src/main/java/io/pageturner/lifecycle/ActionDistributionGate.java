package io.pageturner.lifecycle;

import io.pageturner.domain.ActionSpace;
import io.pageturner.evaluation.RunningMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Refuses a candidate whose actions on recorded real states are not finite, crowd at the clip, lie
 * far off on average, or ignore the state.
 *
 * <p>An agent starts at a = 1 everywhere, so a constant 1 passes; any other constant of a
 * continuous agent does not, whose network can hardly mean it. One of few points may well be the
 * best in every state, and both ends of a grid the best in half of them each, so neither is held
 * against a discrete agent; one end of it for all states still is.
 */
public final class ActionDistributionGate implements Gate {
  /** Room for the rounding of an actor that computes in 32-bit floats. */
  private static final double ROUNDING = 1e-5;

  private final ActionProbe probe;
  private final ActionDistributionSettings settings;

  public ActionDistributionGate(ActionProbe probe, ActionDistributionSettings settings) {
    this.probe = Objects.requireNonNull(probe, "probe is missing");
    this.settings = Objects.requireNonNull(settings, "settings are missing");
  }

  @Override
  public String name() {
    return "action-distribution";
  }

  @Override
  public Verdict check(Bundle candidate, Optional<Bundle> live) {
    double[][] actions = probe.unitActions(candidate); // [states, factors]
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("states", (double) actions.length);
    if (actions.length == 0) {
      return Verdict.passed(name(), "no state has been recorded yet: nothing to judge", figures);
    }
    List<String> faults = malformed(actions).map(List::of).orElseGet(() -> judge(actions, figures));
    return faults.isEmpty()
        ? Verdict.passed(name(), "the actions on recorded states are within bounds", figures)
        : Verdict.failed(name(), String.join("; ", faults), figures);
  }

  private Optional<String> malformed(double[][] actions) {
    int factors = settings.space().size();
    for (int i = 0; i < actions.length; i++) {
      if (actions[i].length != factors) {
        return Optional.of(
            "action " + i + " has " + actions[i].length + " factors, not " + factors);
      }
      for (int k = 0; k < factors; k++) {
        if (!(Math.abs(actions[i][k]) <= 1 + ROUNDING)) {
          return Optional.of(
              "factor " + k + " of action " + i + " is " + actions[i][k] + " on the unit scale");
        }
      }
    }
    return Optional.empty();
  }

  private List<String> judge(double[][] actions, SortedMap<String, Double> figures) {
    List<String> faults = new ArrayList<>();
    for (int k = 0; k < settings.space().size(); k++) {
      judge(k, Column.of(actions, k, settings), figures).ifPresent(faults::add);
    }
    return faults;
  }

  private Optional<String> judge(int k, Column column, SortedMap<String, Double> figures) {
    figures.put("clipShare." + k, column.clipShare());
    figures.put("meanLog." + k, column.meanLog());
    figures.put("spread." + k, column.spread());
    if (!settings.space().discrete() && column.clipShare() > settings.maxClipShare()) {
      return fault(k, "share at the clip", column.clipShare(), "at most", settings.maxClipShare());
    }
    if (Math.abs(column.meanLog()) > settings.maxMeanLog()) {
      return fault(k, "|mean log a|", column.meanLog(), "at most", settings.maxMeanLog());
    }
    boolean moved = Math.abs(column.meanUnit() - settings.space().neutralUnit()) > 1e-3;
    if (moved
        && column.states() >= settings.minStates()
        && column.spread() < settings.minSpread()) {
      return fault(k, "spread over the states", column.spread(), "at least", settings.minSpread());
    }
    return Optional.empty();
  }

  private static Optional<String> fault(
      int k, String what, double found, String rule, double bound) {
    return Optional.of(
        String.format(
            Locale.ROOT, "factor %d: %s is %.4g, must be %s %.4g", k, what, found, rule, bound));
  }

  /** Statistics of one factor over the states. */
  private record Column(
      long states, double clipShare, double meanLog, double meanUnit, double spread) {
    static Column of(double[][] actions, int k, ActionDistributionSettings settings) {
      ActionSpace space = settings.space();
      long atClip = 0;
      RunningMoments logs = RunningMoments.EMPTY;
      RunningMoments units = RunningMoments.EMPTY;
      for (double[] action : actions) {
        atClip += Math.abs(action[k]) >= settings.clipUnit() ? 1 : 0;
        logs = logs.plus(Math.log(space.fromUnit(action[k])));
        units = units.plus(action[k]);
      }
      double spread = actions.length > 1 ? units.sd() : 0;
      double clipShare = (double) atClip / actions.length;
      return new Column(actions.length, clipShare, logs.mean(), units.mean(), spread);
    }
  }
}
