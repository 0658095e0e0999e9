package io.pageturner.app.cli;

import io.pageturner.app.bench.Contest;
import io.pageturner.app.bench.ContestResult;
import io.pageturner.app.bench.ContestRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench agents}: agents at the reference tasks, beside published figures. */
@Command(
    name = "agents",
    mixinStandardHelpOptions = true,
    description = {
      "Trains agents at reference control tasks and evaluates each with its best actions over 20",
      "episodes. All of them with 5 seeds take hours; choose with --agent and --task. Runs that the",
      "directory holds already are not played again."
    })
public final class BenchAgentsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--agent", description = "Only this one, such as dqn, dqn-cleanrl, ppo, ddpg.")
  private String agent = "";

  @Option(names = "--task", description = "Only this one, such as CartPole-v1 or Pendulum-v1.")
  private String task = "";

  @Option(
      names = "--seeds",
      description = "How many runs of each, from seed 1 on. Default: ${DEFAULT-VALUE}",
      defaultValue = "5")
  private int seeds;

  @Option(
      names = "--steps",
      description = "Steps of each run. Default: those of the published figure",
      defaultValue = "0")
  private long steps;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where learning curves go, a CSV file and a PNG of each. Default: ${DEFAULT-VALUE}",
      defaultValue = "pageturner-data/agents")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    if (seeds < 1) {
      throw wrong("--seeds must be 1 or more, was " + seeds);
    }
    if (steps < 0) {
      throw wrong("--steps must be 1 or more, was " + steps);
    }
    Terminal terminal = new Terminal(System.out);
    List<ContestResult> results = new ArrayList<>();
    for (Contest<?> contest : chosen()) {
      results.add(play(contest, terminal));
    }
    terminal.print(ContestResult.HEAD);
    results.forEach(result -> terminal.print(result.row()));
    return 0;
  }

  private List<Contest<?>> chosen() {
    List<Contest<?>> chosen =
        Contest.all().stream()
            .filter(contest -> agent.isEmpty() || contest.agent().equals(agent))
            .filter(contest -> task.isEmpty() || contest.task().equals(task))
            .toList();
    if (chosen.isEmpty()) {
      throw wrong("--agent and --task must be of one of " + names());
    }
    return chosen;
  }

  private ContestResult play(Contest<?> contest, Terminal terminal) throws IOException {
    long each = steps == 0 ? contest.steps() : steps;
    return new ContestRuns(contest, each, directory)
        .play(
            seeds,
            end ->
                terminal.say(
                    "%s at %s, seed %d: %.1f after %,d steps",
                    contest.agent(), contest.task(), end.seed(), end.mean(), end.steps()));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static List<String> names() {
    return Contest.all().stream()
        .map(contest -> contest.agent() + " at " + contest.task())
        .toList();
  }
}
