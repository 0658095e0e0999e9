package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.EvaluatedPolicy;
import io.pageturner.app.RecordedTransitions;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.evaluate.EvaluationPlot;
import io.pageturner.app.evaluate.EvaluationTable;
import io.pageturner.app.evaluate.LoggedFeedback;
import io.pageturner.app.evaluate.OpenBanditLog;
import io.pageturner.app.evaluate.SessionLog;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.Transition;
import io.pageturner.evaluation.offpolicy.CrossFitting;
import io.pageturner.evaluation.offpolicy.Estimator;
import io.pageturner.evaluation.offpolicy.Estimators;
import io.pageturner.evaluation.offpolicy.Kernel;
import io.pageturner.evaluation.offpolicy.LoggedSessions;
import io.pageturner.evaluation.offpolicy.OffPolicyEvaluation;
import io.pageturner.evaluation.offpolicy.SmoothedPolicy;
import io.pageturner.learning.feed.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner evaluate}: what a policy would be worth, from a log of another one. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Tells from a log what a policy would be worth, without showing it to anybody: a table of",
      "off-policy estimates with intervals, and a plot. docs/evaluation.md tells how to read them."
    })
public final class EvaluateCommand implements Callable<Integer> {
  /** Of a discrete policy that has none of its own: the constant ones. */
  private static final double DEFAULT_EPSILON = 0.1;

  @Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--log",
      required = true,
      paramLabel = "LOG",
      description = {
        "The data directory of a feed that is not running, a file of its transitions (.jsonl), or",
        "bandit feedback in the Open Bandit columns (.csv). Files may be .gz."
      })
  private Path log = Path.of("");

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "POLICY",
      description = {
        "'baseline', 'a=1.6' (the same factors on every page), the number of a version, or that of",
        "another agent's as 'bold/12'; for bandit feedback 'uniform'."
      })
  private String policy = "";

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description =
          "Where versions and settings are. Default: LOG when it is a directory, or pageturner-data")
  private Optional<Path> dataDirectory = Optional.empty();

  @Option(
      names = "--gamma",
      description = "Discount of a session's later rewards. Default: ${DEFAULT-VALUE}",
      defaultValue = "1")
  private double gamma;

  @Option(
      names = "--bound",
      description =
          "Where weights are clipped, and ratios left to the model. Default: ${DEFAULT-VALUE}",
      defaultValue = "10")
  private double bound;

  @Option(
      names = "--kernel",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
      defaultValue = "GAUSSIAN")
  private Kernel kernel;

  @Option(
      names = "--bandwidth",
      description = {
        "How far from the policy's action a logged action may be, on the unit scale. Default: the",
        "version's own exploration noise, or what suits the log. On a grid of actions it is the",
        "probability ε of any of its points; default: the version's own, or 0.1."
      })
  private Optional<Double> bandwidth = Optional.empty();

  @Option(
      names = "--level",
      description = "Level of the intervals. Default: ${DEFAULT-VALUE}",
      defaultValue = "0.95")
  private double level;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "PNG file that is written. Default: ${DEFAULT-VALUE}",
      defaultValue = "evaluation.png")
  private Path plot;

  @Override
  public Integer call() throws IOException {
    check();
    Terminal terminal = new Terminal(System.out);
    LoggedFeedback feedback = bandit() ? banditFeedback() : sessionFeedback(terminal);
    feedback.notes().forEach(note -> terminal.say("%s", note));
    List<Estimator> estimators =
        feedback.singleDecisions()
            ? Estimators.forDecisions(bound)
            : Estimators.forSessions(gamma, bound);
    OffPolicyEvaluation evaluation =
        OffPolicyEvaluation.of(
            CrossFitting.withDiscount(gamma).fit(feedback.sessions()),
            feedback.users(),
            estimators,
            level);
    terminal.print(EvaluationTable.of(evaluation, feedback.onPolicy(), level));
    EvaluationPlot.write(
        plot, "Off-policy value of " + policy, evaluation, feedback.onPolicy(), level);
    terminal.say("plot: %s", plot);
    return 0;
  }

  private boolean bandit() {
    return log.toString().matches(".*\\.csv(\\.gz)?");
  }

  private LoggedFeedback banditFeedback() throws IOException {
    if (!policy.equals(OpenBanditLog.UNIFORM)) {
      throw wrong("--policy: bandit feedback can be evaluated for 'uniform', was '" + policy + "'");
    }
    return OpenBanditLog.uniform(log);
  }

  private LoggedFeedback sessionFeedback(Terminal terminal) throws IOException {
    DataDirectory data = dataDirectory();
    PageturnerConfig config =
        PageturnerConfig.load(
            Optional.of(data.config()).filter(Files::exists),
            Map.of("data-directory", data.root().toString()),
            Optional.empty());
    EvaluatedPolicy evaluated = evaluated(config);
    LoggedSessions sessions =
        LoggedSessions.of(
            RecordedTransitions.read(log, config), step -> comparable(step, evaluated.actions()));
    double width = bandwidth.orElseGet(() -> bandwidth(evaluated, sessions));
    if (evaluated.actions().discrete()) {
      if (width > 1) {
        throw wrong("--bandwidth is ε on a grid of actions, at most 1, was " + width);
      }
      terminal.say("%s, ε-greedy with ε = %.3f", evaluated.description(), width);
    } else {
      terminal.say(
          "%s, smoothed by a kernel (%s) of bandwidth %.3f",
          evaluated.description(), kernel, width);
    }
    return SessionLog.feedback(
        sessions,
        new SmoothedPolicy(evaluated.actions(), evaluated.greedy(), kernel, width),
        gamma);
  }

  /** A propensity is a probability on a grid and a density elsewhere: they have no ratio. */
  private static boolean comparable(Transition step, ActionSpace actions) {
    boolean onGrid =
        Arrays.stream(Algorithm.values())
            .anyMatch(known -> known.discrete() && known.label().equals(step.policy()));
    return onGrid == actions.discrete();
  }

  private EvaluatedPolicy evaluated(PageturnerConfig config) throws IOException {
    try {
      return EvaluatedPolicy.of(policy, config);
    } catch (IllegalArgumentException e) {
      throw wrong("--policy: " + e.getMessage());
    }
  }

  private static double bandwidth(EvaluatedPolicy evaluated, LoggedSessions sessions) {
    if (evaluated.sigma() > 0) {
      return evaluated.sigma();
    }
    return evaluated.actions().discrete()
        ? DEFAULT_EPSILON
        : SmoothedPolicy.bandwidth(evaluated.actions(), sessions.exploring());
  }

  private DataDirectory dataDirectory() {
    Path fallback = Files.isDirectory(log) ? log : Path.of("pageturner-data");
    return new DataDirectory(dataDirectory.orElse(fallback));
  }

  private void check() {
    if (!Files.isReadable(log)) {
      throw wrong("--log: there is nothing readable at " + log);
    }
    if (!(gamma >= 0 && gamma <= 1)) {
      throw wrong("--gamma must be within 0 and 1, was " + gamma);
    }
    if (!(bound > 0)) {
      throw wrong("--bound must be above 0, was " + bound);
    }
    if (!(level > 0 && level < 1)) {
      throw wrong("--level must be within 0 and 1, was " + level);
    }
    if (bandwidth.isPresent() && !(bandwidth.get() > 0 && bandwidth.get() <= 10)) {
      throw wrong("--bandwidth must be above 0 and at most 10, was " + bandwidth.get());
    }
    if (!plot.toString().endsWith(".png")) {
      throw wrong("--plot must end in .png, was " + plot);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
