package io.pageturner.app.cli;

import io.pageturner.app.bench.EncoderThroughput;
import io.pageturner.app.bench.EncoderThroughput.Round;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pageturner bench encode}: how fast pages are encoded, by one thread. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = {
      "Encodes made-up pages of 100 candidates as serving does, eight rounds after two to warm up;",
      "tells the median round and the range. Seconds are of the thread's processor time."
    })
public final class BenchEncodeCommand implements Callable<Integer> {
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 8;
  private static final String HEAD =
      """
      | configuration | pages/s, median | least | most | bytes per page | bytes per candidate |
      |---|---|---|---|---|---|
      """;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Feature configurations (YAML).")
  private List<Path> files;

  @Option(
      names = "--seconds",
      description = "How long each round takes. Default: ${DEFAULT-VALUE}",
      defaultValue = "1")
  private double seconds;

  @Override
  public Integer call() throws IOException {
    if (!(seconds > 0 && seconds <= 3_600)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be above 0 and at most 3600, was " + seconds);
    }
    Terminal terminal = new Terminal(System.out);
    terminal.print(HEAD);
    for (Path file : files) {
      terminal.print(row(file));
    }
    return 0;
  }

  private String row(Path file) throws IOException {
    EncoderThroughput throughput = new EncoderThroughput(FeatureConfigParser.read(file));
    IntStream.range(0, WARM_UP).forEach(i -> throughput.measure(seconds));
    List<Round> rounds =
        IntStream.range(0, ROUNDS)
            .mapToObj(i -> throughput.measure(seconds))
            .sorted(Comparator.comparingDouble(Round::pagesPerSecond))
            .toList();
    Round median = rounds.get(ROUNDS / 2);
    return "| %s | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f |%n"
        .formatted(
            file,
            median.pagesPerSecond(),
            rounds.get(0).pagesPerSecond(),
            rounds.get(ROUNDS - 1).pagesPerSecond(),
            median.bytesPerPage(),
            median.bytesPerPage() / EncoderThroughput.CANDIDATES);
  }
}
