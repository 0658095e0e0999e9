package io.pageturner.app.cli;

import io.pageturner.app.Rescoring;
import io.pageturner.app.config.PageturnerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pageturner rescore}: history under other reward weights. */
@Command(
    name = "rescore",
    mixinStandardHelpOptions = true,
    description = {
      "Computes the rewards of a feed's whole history again, from its samples and their corrections,",
      "under the weights of its settings or those given here. The feed must not be running, unless its",
      "Kafka is a process of its own. 'evaluate --log FILE' reads the result."
    })
public final class RescoreCommand implements Callable<Integer> {
  @Mixin private LogSettings data;

  @Option(
      names = "--weight",
      paramLabel = "NAME=NUMBER",
      description = {
        "A weight of the settings' section 'reward', such as order=8; may be given several times."
      })
  private Map<String, Double> weights = Map.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The transitions, as lines of JSON (.jsonl, .jsonl.gz).")
  private Path out = Path.of("");

  @Option(
      names = "--episodes",
      paramLabel = "FILE",
      description = "The episodes too, as lines of JSON.")
  private Optional<Path> episodes = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Map<String, Object> overrides = new HashMap<>();
    weights.forEach((name, value) -> overrides.put("reward." + name, value));
    PageturnerConfig settings = data.load(overrides);
    Terminal terminal = new Terminal(System.out);
    Rescoring.Report report = new Rescoring(settings, settings.reward()).run(out, episodes);
    terminal.say(
        "%,d transitions scored again, of %,d pages with %,d corrections",
        report.rewritten(), report.pages(), report.corrections());
    if (report.leftOut() > 0) {
      terminal.say(
          "%,d transitions left out: the samples no longer hold their pages", report.leftOut());
    }
    terminal.say(
        "reward versions before: %s, now: %s", report.versions(), settings.reward().version());
    terminal.say(
        "mean reward of a page: %.4f before, %.4f now; %s",
        report.before(), report.after(), settings.reward());
    return 0;
  }
}
