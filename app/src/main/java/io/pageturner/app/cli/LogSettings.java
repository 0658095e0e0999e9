package io.pageturner.app.cli;

import io.pageturner.app.config.PageturnerConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of a command that reads a feed's log, and the settings they lead to. */
final class LogSettings {
  @Mixin private DataSettings data;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Where Kafka is, over the configuration's log.bootstrap-servers.",
      scope = ScopeType.INHERIT)
  private Optional<String> bootstrapServers = Optional.empty();

  /**
   * As {@link DataSettings#load}.
   *
   * @param overrides settings by path
   */
  PageturnerConfig load(Map<String, ?> overrides) {
    Map<String, Object> all = new HashMap<>(overrides);
    bootstrapServers.ifPresent(servers -> all.put("log.bootstrap-servers", servers));
    return data.load(all);
  }
}
