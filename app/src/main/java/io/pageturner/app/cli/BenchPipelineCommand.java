package io.pageturner.app.cli;

import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.stream.LatencyBench;
import io.pageturner.pipeline.stream.PipelineBench;
import io.pageturner.pipeline.stream.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench pipeline}: how fast events become samples and transitions. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a made-up log through the joiner, the whole stream job, and a job that only copies from",
      "Kafka to Kafka, in turns; then measures how long a transition takes, and what an open page",
      "takes of memory. Broker and jobs are in this process; the first round is not counted."
    })
public final class BenchPipelineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--events", description = "Default: ${DEFAULT-VALUE}", defaultValue = "300000")
  private int events;

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}", defaultValue = "3")
  private int rounds;

  @Option(
      names = "--parallelism",
      split = ",",
      description = "One or more. Default: ${DEFAULT-VALUE}",
      defaultValue = "1,2,4")
  private List<Integer> parallelism = List.of();

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "MILLIS",
      description = "While events are counted. Default: ${DEFAULT-VALUE}",
      defaultValue = "2000")
  private int checkpointInterval;

  @Option(
      names = "--sessions",
      description = "Of the latency's measurement, 50 a second. Default: ${DEFAULT-VALUE}",
      defaultValue = "1500")
  private int sessions;

  @Option(
      names = "--open-pages",
      description =
          "Held at once to measure their memory; a million take PAGETURNER_HEAP=8g. Default:"
              + " ${DEFAULT-VALUE}",
      defaultValue = "100000")
  private int openPages;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (events < 1_000 || rounds < 1 || sessions < 100 || openPages < 1 || checkpointInterval < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--events must be 1000 or more, --rounds, --open-pages and --checkpoint-interval 1 or more,"
              + " --sessions 100 or more");
    }
    Terminal terminal = new Terminal(System.out);
    Path directory = Files.createTempDirectory("pageturner-bench");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      speeds(kafka, directory, terminal);
      terminal.print("\n| checkpoints each | sessions | p50 ms | p99 ms | max ms |\n");
      terminal.print("|---|---|---|---|---|\n");
      for (Duration interval :
          List.of(PipelineSettings.CHECKPOINT_INTERVAL, Duration.ofMillis(200))) {
        Path files = directory.resolve("latency-" + interval.toMillis());
        LatencyBench.Delays delays =
            LatencyBench.run(kafka.access(), files, sessions, 50, interval);
        terminal.print(
            "| %d ms | %,d | %,d | %,d | %,d |%n"
                .formatted(
                    interval.toMillis(),
                    delays.sessions(),
                    delays.p50(),
                    delays.p99(),
                    delays.max()));
      }
    }
    long heap = PipelineBench.heapBytes(openPages);
    terminal.print(
        "%nAn open page of ten items: %,d bytes in a checkpoint, %,d of heap; %,d of them %,d MiB.%n"
            .formatted(PipelineBench.stateBytes(), heap, openPages, (heap * openPages) >> 20));
    return 0;
  }

  private void speeds(EmbeddedKafka kafka, Path directory, Terminal terminal)
      throws InterruptedException {
    PipelineBench bench =
        new PipelineBench(kafka.access(), directory, events, Duration.ofMillis(checkpointInterval));
    terminal.print("| job | parallelism | events/s | events per CPU second | of the copy |\n");
    terminal.print("|---|---|---|---|---|\n");
    for (int tasks : parallelism) {
      Map<PipelineBench.Job, List<PipelineBench.Speed>> speeds =
          new EnumMap<>(PipelineBench.Job.class);
      for (int round = 0; round <= rounds; round++) {
        for (PipelineBench.Job job : PipelineBench.Job.values()) {
          PipelineBench.Speed speed = bench.run(job, events, tasks);
          if (round > 0) {
            speeds.computeIfAbsent(job, unseen -> new ArrayList<>()).add(speed);
          }
        }
      }
      print(tasks, speeds, terminal);
    }
  }

  private static void print(
      int tasks, Map<PipelineBench.Job, List<PipelineBench.Speed>> speeds, Terminal terminal) {
    double copy = perCpuSecond(speeds.get(PipelineBench.Job.COPY));
    speeds.forEach(
        (job, runs) ->
            terminal.print(
                "| %s | %d | %,.0f | %,.0f | %.2f |%n"
                    .formatted(
                        job.name().toLowerCase(Locale.ROOT),
                        tasks,
                        median(runs.stream().map(PipelineBench.Speed::perSecond).toList()),
                        perCpuSecond(runs),
                        perCpuSecond(runs) / copy)));
  }

  private static double perCpuSecond(List<PipelineBench.Speed> runs) {
    return median(runs.stream().map(PipelineBench.Speed::perCpuSecond).toList());
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
