package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pageturner broker}: the event log's broker by itself, until it is stopped. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the event log's broker as a process of its own, on this machine only, so that the other",
      "roles can come and go: 'serve --roles stream --bootstrap-servers 127.0.0.1:9092'."
    })
public final class BrokerCommand implements Callable<Integer> {
  @Mixin private DataSettings data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where clients connect. Default: ${DEFAULT-VALUE}",
      defaultValue = "9092")
  private int port;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = new Terminal(System.out);
    PageturnerConfig settings = data.load(Map.of());
    Path log = new DataDirectory(settings.dataDirectory()).kafka();
    try (Interruption interruption = new Interruption();
        EmbeddedKafka kafka = EmbeddedKafka.start(log, port)) {
      terminal.say("broker on %s, storing in %s", kafka.access().bootstrapServers(), log);
      terminal.say("running; Ctrl-C stops it");
      interruption.await(Interruption.FOREVER);
    }
    return 0;
  }
}
