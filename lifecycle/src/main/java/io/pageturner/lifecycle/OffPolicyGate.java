package io.pageturner.lifecycle;

import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.evaluation.Interval;
import io.pageturner.evaluation.offpolicy.Contributions;
import io.pageturner.evaluation.offpolicy.CrossFitting;
import io.pageturner.evaluation.offpolicy.DoublyRobust;
import io.pageturner.evaluation.offpolicy.Kernel;
import io.pageturner.evaluation.offpolicy.LoggedSessions;
import io.pageturner.evaluation.offpolicy.OffPolicyEvaluation;
import io.pageturner.evaluation.offpolicy.SmoothedPolicy;
import io.pageturner.evaluation.offpolicy.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Refuses a candidate that the log says is worth less per session than the live version.
 *
 * <p>Both are judged on the same logged sessions by switch-DR, which weighs by propensity only
 * where the policies are close and leaves the rest to a cross-fitted model; plain importance
 * weights multiply page by page and would say nothing (docs/evaluation.md). What is luck of the log
 * cancels in the difference. Evaluated are the policies with exploration noise of one and the same
 * width, or ε-greedy with the same ε, so that a candidate is not judged by how much it explores.
 *
 * <p>Policies of other actions are not compared, and pages that another algorithm's policies
 * decided are left out: a density and a probability are not of one kind.
 */
public final class OffPolicyGate implements Gate {
  /** Below this width few logged actions are near, and intervals widen (docs/serving.md). */
  private static final double LEAST_BANDWIDTH = 0.4;

  /** The same of a discrete policy's ε: with none, a page that explored would say nothing. */
  private static final double LEAST_EPSILON = 0.1;

  /**
   * τ of switch-DR: greater ratios are left to the model. They multiply page by page, so a greater
   * bound lets a few long sessions drown the rest.
   */
  private static final double BOUND = 3;

  private static final DoublyRobust ESTIMATOR = new DoublyRobust(1, BOUND);

  private final PolicyProbe probe;
  private final Supplier<List<Transition>> log;
  private final OffPolicySettings settings;

  /**
   * @param log the newest logged transitions, whole sessions of them
   */
  public OffPolicyGate(
      PolicyProbe probe, Supplier<List<Transition>> log, OffPolicySettings settings) {
    this.probe = Objects.requireNonNull(probe, "probe is missing");
    this.log = Objects.requireNonNull(log, "log is missing");
    this.settings = Objects.requireNonNull(settings, "settings are missing");
  }

  @Override
  public String name() {
    return "off-policy";
  }

  @Override
  public Verdict check(Bundle candidate, Optional<Bundle> live) {
    SortedMap<String, Double> figures = new TreeMap<>();
    if (live.isEmpty()) {
      return Verdict.passed(name(), "no version is live yet: nothing to compare with", figures);
    }
    try {
      return check(candidate, live.get(), figures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Verdict check(Bundle candidate, Bundle live, SortedMap<String, Double> figures)
      throws IOException {
    PolicySpec ours = spec(candidate);
    PolicySpec theirs = spec(live);
    if (!ours.actions().equals(theirs.actions())) {
      return Verdict.passed(
          name(),
          "it takes other actions than live version "
              + live.version()
              + ", "
              + ours.actions()
              + " and not "
              + theirs.actions()
              + ": nothing to compare with",
          figures);
    }
    LoggedSessions sessions =
        LoggedSessions.of(
            log.get(), step -> List.of(ours.agent(), theirs.agent()).contains(step.policy()));
    figures.put("sessions", (double) sessions.exploring().size());
    if (sessions.exploring().size() < settings.minSessions()) {
      return Verdict.passed(
          name(), "fewer than " + settings.minSessions() + " logged sessions explored", figures);
    }
    return compare(candidate, live, ours, sessions, figures);
  }

  private Verdict compare(
      Bundle candidate,
      Bundle live,
      PolicySpec ours,
      LoggedSessions sessions,
      SortedMap<String, Double> figures)
      throws IOException {
    double least = ours.actions().discrete() ? LEAST_EPSILON : LEAST_BANDWIDTH;
    double width = Math.max(least, ours.exploration().sigma());
    List<Trajectory> ofCandidate = fitted(candidate, ours, width, sessions);
    List<Trajectory> ofLive = fitted(live, ours, width, sessions);
    Contributions value = ESTIMATOR.contributions(ofCandidate);
    Contributions liveValue = ESTIMATOR.contributions(ofLive);
    int[] users = sessions.users();
    Interval gain = value.minus(liveValue).byUser(users).studentInterval(settings.level());
    OffPolicyEvaluation trust =
        OffPolicyEvaluation.of(ofCandidate, users, List.of(), settings.level());
    figures.put("value", value.estimate());
    figures.put("live", liveValue.estimate());
    figures.put("gainLow", gain.low());
    figures.put("gainHigh", gain.high());
    figures.put("effectiveSessions", trust.sampleSize().value());
    String found =
        String.format(
            Locale.ROOT,
            "reward per session %.3f, that of live version %s %.3f: %+.3f (%+.3f to %+.3f)%s",
            value.estimate(),
            live.version(),
            liveValue.estimate(),
            gain.estimate(),
            gain.low(),
            gain.high(),
            trust.warnings().isEmpty() ? "" : "; " + String.join("; ", trust.warnings()));
    return gain.high() < -settings.maxLoss() * Math.abs(liveValue.estimate())
        ? Verdict.failed(name(), found, figures)
        : Verdict.passed(name(), found, figures);
  }

  private static PolicySpec spec(Bundle bundle) throws IOException {
    return PolicySpec.read(bundle.pageturnerFile(PolicySpec.FILE));
  }

  private List<Trajectory> fitted(
      Bundle bundle, PolicySpec spec, double width, LoggedSessions sessions) throws IOException {
    Function<State, double[]> greedy = probe.greedy(bundle);
    IdentityHashMap<State, double[]> known =
        new IdentityHashMap<>(); // Each state is asked for twice.
    SmoothedPolicy policy =
        new SmoothedPolicy(
            spec.actions(), state -> known.computeIfAbsent(state, greedy), Kernel.GAUSSIAN, width);
    return CrossFitting.withDiscount(1).fit(sessions.steps(policy));
  }
}
