package io.pageturner.app.cli;

import io.pageturner.app.Pageturner;
import io.pageturner.app.config.PageturnerConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pageturner serve}: the server, until it is stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the server: HTTP API, stream job, trainer, or the roles given.",
      "It continues on its data directory, also on one that demo or replay left behind."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  @Mixin private DataSettings data;

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      description = "Any of serve,stream,train. Default: those of the configuration.")
  private List<String> roles = List.of();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Where Kafka is, over the configuration's log.bootstrap-servers.")
  private Optional<String> bootstrapServers = Optional.empty();

  @Option(names = "--port", paramLabel = "PORT", description = "HTTP port; 0 takes a free one.")
  private Optional<Integer> port = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Terminal terminal = new Terminal(System.out);
    PageturnerConfig settings = settings();
    terminal.say("starting %s on %s", settings.roles(), settings.dataDirectory());
    try (Interruption interruption = new Interruption()) {
      try (Pageturner loop = Pageturner.start(settings, this::settings, InstantSource.system())) {
        String host =
            (settings.http().tls() ? "https://" : "http://") + settings.http().host() + ":";
        loop.serving()
            .ifPresent(
                serving ->
                    terminal.say(
                        "serving on %s%d  (page: /, API: /v1/openapi.json)", host, serving.port()));
        loop.versions()
            .ifPresent(
                versions -> terminal.say("versions on %s%d/v1/models", host, versions.port()));
        terminal.say("running; Ctrl-C stops it");
        runUntil(interruption, loop);
        loop.training()
            .ifPresent(
                training ->
                    terminal.say(
                        "trained on %d transitions", training.trainer().figures().transitions()));
        terminal.say("stopping");
      }
      terminal.say("stopped");
    }
    return 0;
  }

  /**
   * Until somebody asks to stop. A process whose stream job or trainer has failed for good ends,
   * for whoever watches it to start it again; one that serves pages goes on with the models that it
   * has.
   */
  private static void runUntil(Interruption interruption, Pageturner loop) {
    boolean well = true;
    while (!interruption.await(LOOK_INTERVAL)) {
      Optional<Throwable> failure = well ? loop.failure() : Optional.empty();
      if (failure.isPresent() && loop.serving().isEmpty()) {
        throw new IllegalStateException("a role has failed for good: " + told(failure.get()));
      }
      failure.ifPresent(why -> LOG.error("only serving goes on, restart to go on learning", why));
      well = well && failure.isEmpty();
    }
  }

  private static String told(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? failure.toString() : failure.getMessage() + ": " + root;
  }

  private PageturnerConfig settings() {
    Map<String, Object> overrides = new HashMap<>();
    port.ifPresent(number -> overrides.put("http.port", number));
    bootstrapServers.ifPresent(servers -> overrides.put("log.bootstrap-servers", servers));
    if (!roles.isEmpty()) {
      overrides.put("roles", roles);
    }
    return data.load(overrides);
  }
}
