package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.ExistingLog;
import io.pageturner.app.StreamRole;
import io.pageturner.app.balance.LogBalance;
import io.pageturner.app.config.PageturnerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pageturner balance}: is everything there, once? */
@Command(
    name = "balance",
    mixinStandardHelpOptions = true,
    description = {
      "Counts what became of every event of the log: each page is joined once and has one transition,",
      "each answer is inside of a joined page, late, unmatched or a duplicate. It holds once the last",
      "windows and sessions are over. Exit code 1 when it does not. A feed with its broker inside must",
      "not be running."
    })
public final class BalanceCommand implements Callable<Integer> {
  @Mixin private LogSettings data;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "Looks again until it holds, for so long. Default: ${DEFAULT-VALUE}",
      defaultValue = "0")
  private long wait;

  @Option(
      names = "--files",
      description =
          "The Parquet files must hold every sample once, too; with stream.negative-rate = 1.")
  private boolean files;

  @Override
  public Integer call() throws IOException {
    PageturnerConfig settings = data.load(Map.of());
    DataDirectory directory = new DataDirectory(settings.dataDirectory());
    try (Interruption interruption = new Interruption();
        ExistingLog log = ExistingLog.open(settings.log(), directory)) {
      long deadline = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
      LogBalance balance = LogBalance.read(log);
      long rows = rows(settings);
      while (!holds(balance, rows)
          && System.nanoTime() < deadline
          && !interruption.await(Duration.ofSeconds(1))) {
        balance = LogBalance.read(log);
        rows = rows(settings);
      }
      System.out.print(balance);
      if (files) {
        System.out.printf(
            "%,d rows in the Parquet files of %,d samples%n", rows, balance.samples());
      }
      return holds(balance, rows) ? 0 : 1;
    }
  }

  private boolean holds(LogBalance balance, long rows) {
    return balance.holds() && (!files || rows == balance.samples());
  }

  private long rows(PageturnerConfig settings) throws IOException {
    return files ? StreamRole.writtenSamples(settings) : -1;
  }
}
