package io.pageturner.app.cli;

import io.pageturner.app.Resources;
import io.pageturner.app.bench.TorchSpeed;
import io.pageturner.app.bench.TrainingSpeed;
import io.pageturner.app.bench.TrainingSpeed.Speed;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.learning.replay.Sampling;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench training}: samples per second of the feed's agent, beside PyTorch's. */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the demo's network on states drawn at random, by one thread, and tells the samples per",
      "second of its CPU time, so that a busy machine counts less. Where python3 has PyTorch, the same",
      "network and step are measured there too."
    })
public final class BenchTrainingCommand implements Callable<Integer> {
  private static final String FEATURES = "demo/features.yaml";

  @Spec private CommandSpec spec;

  @Option(
      names = "--batch",
      split = ",",
      description = "Samples of a step, several with commas. Default: ${DEFAULT-VALUE}",
      defaultValue = "64,256,1024")
  private List<Integer> batches;

  @Option(
      names = "--seconds",
      description = "How long each is measured, after as long a warm-up. Default: ${DEFAULT-VALUE}",
      defaultValue = "8")
  private int seconds;

  @Option(
      names = "--sampling",
      description = "How the replay is drawn from: ${COMPLETION-CANDIDATES}. Default: uniform",
      defaultValue = "UNIFORM")
  private Sampling.Kind sampling;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || batches.stream().anyMatch(batch -> batch < 1)) {
      throw new ParameterException(spec.commandLine(), "--batch and --seconds must be 1 or more");
    }
    Terminal terminal = new Terminal(System.out);
    FeatureConfig config = FeatureConfigParser.parse(FEATURES, Resources.text(FEATURES));
    TrainingSpeed speed = new TrainingSpeed(config, sampling.sampling());
    List<Speed> ours = new ArrayList<>();
    for (int batch : batches) {
      ours.add(speed.measure(batch, Duration.ofSeconds(seconds)));
    }
    boolean torch = TorchSpeed.installed();
    List<Speed> theirs = torch ? new TorchSpeed(config).measure(batches) : List.of();
    terminal.print(
        """
        | batch | by | samples per second of CPU | samples per second | times PyTorch, by CPU |
        |---|---|---|---|---|
        """);
    for (int i = 0; i < ours.size(); i++) {
      print(terminal, ours.get(i), "pageturner", torch ? ratio(ours.get(i), theirs.get(i)) : "-");
      if (torch) {
        print(terminal, theirs.get(i), "PyTorch", "1");
      }
    }
    if (!torch) {
      terminal.print("Not compared with PyTorch: python3 does not find it here.\n");
    }
    return 0;
  }

  private static void print(Terminal terminal, Speed speed, String by, String ratio) {
    terminal.print(
        String.format(
            Locale.ROOT,
            "| %,d | %s | %,.0f | %,.0f | %s |%n",
            speed.batch(),
            by,
            speed.perCpuSecond(),
            speed.perSecond(),
            ratio));
  }

  private static String ratio(Speed ours, Speed theirs) {
    return String.format(Locale.ROOT, "%.2f", ours.perCpuSecond() / theirs.perCpuSecond());
  }
}
