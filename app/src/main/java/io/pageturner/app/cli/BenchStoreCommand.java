package io.pageturner.app.cli;

import io.pageturner.app.OpenStore;
import io.pageturner.app.bench.StoreBench;
import io.pageturner.lifecycle.DurableFiles;
import io.pageturner.store.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench store}: how fast the key-value store answers. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = {
      "Writes, reads, snapshots and reopens a key-value store in this process's memory, and the same",
      "in a Redis when one is given, under a prefix of its own."
    })
public final class BenchStoreCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Option(
      names = "--entries",
      description = "How many, of 128 bytes each. Default: ${DEFAULT-VALUE}",
      defaultValue = "1000000")
  private int entries;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description = {
        "A Redis to measure too, such as redis://127.0.0.1:6379; its password is read from",
        OpenStore.PASSWORD + "."
      })
  private Optional<String> redis = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (entries < 1) {
      throw new ParameterException(
          spec.commandLine(), "--entries must be 1 or more, was " + entries);
    }
    Optional<RedisSettings> settings = redis.map(this::settings);
    Terminal terminal = new Terminal(System.out);
    terminal.print("| what | %,d entries |%n|---|---|%n".formatted(entries));
    StoreBench bench = new StoreBench(entries, terminal::print);
    Path directory = Files.createTempDirectory("pageturner-bench-store");
    try {
      bench.heap(directory);
    } finally {
      DurableFiles.deleteTree(directory);
    }
    if (settings.isPresent()) {
      bench.redis(settings.get());
    }
    return 0;
  }

  private RedisSettings settings(String uri) {
    try {
      return new RedisSettings(
          RedisSettings.address(uri),
          Optional.ofNullable(System.getenv(OpenStore.PASSWORD)),
          Optional.empty(),
          "pageturner-bench",
          PATIENCE);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--redis: " + e.getMessage(), e);
    }
  }
}
