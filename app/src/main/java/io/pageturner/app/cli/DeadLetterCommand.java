package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.ExistingLog;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.kafka.DeadLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner deadletter}: records of the event log that could not be read. */
@Command(
    name = "deadletter",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the records that the stream job could not read, or gives them another chance. The feed",
      "must not be running, unless its Kafka can be reached (--bootstrap-servers)."
    })
public final class DeadLetterCommand implements Runnable {
  /** So much of a letter is shown to people. */
  private static final int SHOWN = 160;

  @Spec private CommandSpec spec;

  @Mixin private LogSettings data;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "deadletter needs a subcommand: list, replay");
  }

  /** Prints the letters that wait. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the letters that wait: where each was, why it was refused, its bytes.")
  Integer list(
      @Option(
              names = "--json",
              description = "Lines of JSON, the whole record in Base64, instead of text.")
          boolean json)
      throws IOException {
    Terminal terminal = new Terminal(System.out);
    int[] count = {0};
    try (ExistingLog log = open();
        DeadLetters letters = log.deadLetters()) {
      letters.forEach(
          letter -> {
            count[0]++;
            terminal.print(json ? line(letter) : text(letter));
          });
    }
    if (!json) {
      terminal.print("%,d dead letters%n".formatted(count[0]));
    }
    return 0;
  }

  /** Gives the letters that wait another chance. */
  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Appends the letters that this version can read to the event log, each once, however often",
        "this is done; the others wait on."
      })
  Integer replay() throws IOException {
    try (ExistingLog log = open();
        DeadLetters letters = log.deadLetters()) {
      DeadLetters.Replayed replayed = letters.replay();
      new Terminal(System.out)
          .say(
              "%,d dead letters are back in the event log, %,d still cannot be read",
              replayed.replayed(), replayed.refused());
    }
    return 0;
  }

  private ExistingLog open() throws IOException {
    PageturnerConfig settings = data.load(Map.of());
    return ExistingLog.open(settings.log(), new DataDirectory(settings.dataDirectory()));
  }

  private static String line(DeadLetter letter) {
    return new String(new DeadLetterCodec().encode(letter), StandardCharsets.UTF_8) + "\n";
  }

  /**
   * Two lines; what is no printable ASCII is shown as {@code \xNN}, so that no terminal is upset.
   */
  private static String text(DeadLetter letter) {
    StringBuilder text = new StringBuilder(letter.toString()).append("\n    ");
    byte[] raw = letter.raw();
    for (int i = 0; i < Math.min(raw.length, SHOWN); i++) {
      if (raw[i] >= ' ' && raw[i] < 0x7f) {
        text.append((char) raw[i]);
      } else {
        text.append("\\x%02x".formatted(raw[i] & 0xff));
      }
    }
    return text.append(raw.length > SHOWN ? "..." : "")
        .append(" (%,d bytes)%n".formatted(raw.length))
        .toString();
  }
}
