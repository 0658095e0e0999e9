package io.pageturner.app.cli;

import io.pageturner.app.Rebuilding;
import io.pageturner.app.config.PageturnerConfig;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pageturner rebuild}: samples and experience from the event log alone. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Makes samples, transitions and episodes anew from the whole event log, in topics and Parquet",
      "files of their own, under the feed's present settings, and compares them with those of the live",
      "feed, byte for byte. With unchanged settings they are equal. A feed with its broker inside must",
      "not be running."
    })
public final class RebuildCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final long TELL_EVERY_NANOS = 5_000_000_000L;

  @Mixin private LogSettings data;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Begins the names of the new topics (NAME.samples, NAME.transitions, …), and names their"
              + " directory below rebuilt/ of the data directory. Default: rebuilt- and the time in UTC")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--parallelism",
      description = "Parallel instances of each operator. Default: ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int parallelism;

  @Option(
      names = "--check",
      description = "Exit code 1 when anything of the live feed is missing or different.")
  private boolean check;

  private long told = System.nanoTime();

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Nothing of the live job is touched: it has its files, its checkpoints and its cluster.
    Map<String, Object> own =
        Map.of(
            "stream.samples", "",
            "stream.checkpoints", "",
            "stream.job-manager", "",
            "stream.parallelism", parallelism);
    PageturnerConfig settings = data.load(own);
    Terminal terminal = new Terminal(System.out);
    String under = name.orElseGet(() -> "rebuilt-" + STAMP.format(Instant.now()));
    Rebuilding.Report report =
        new Rebuilding(settings, under).run((read, of) -> tell(terminal, read, of));
    terminal.say("rebuilt in the topics %s… and in %s", report.topics().prefix(), report.files());
    terminal.say("pages with their samples: %s", report.samples());
    terminal.say("transitions: %s", report.transitions());
    boolean holds = report.samples().holds() && report.transitions().holds();
    terminal.say(verdict(holds, report.samples()));
    return holds || !check ? 0 : 1;
  }

  private static String verdict(boolean holds, Rebuilding.Comparison samples) {
    if (!holds) {
      return "THEY DIFFER from the live feed's, as they do after a change of settings.";
    }
    return samples.equal() == 0
        ? "The live feed's topics hold nothing to compare with."
        : "Everything of the live feed is there again, byte for byte.";
  }

  private void tell(Terminal terminal, long read, long of) {
    if (System.nanoTime() - told >= TELL_EVERY_NANOS || read == of) {
      told = System.nanoTime();
      terminal.say("%,d of %,d records read", read, of);
    }
  }
}
