package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.config.PageturnerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of a command that continues on a data directory, and the settings they lead to. */
final class DataSettings {
  private static final Path DEFAULT_DIRECTORY = Path.of("pageturner-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings over reference.conf. Default: pageturner.conf of the data directory.",
      scope = ScopeType.INHERIT)
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description = "Where everything lives that lasts. Default: pageturner-data",
      scope = ScopeType.INHERIT)
  private Optional<Path> dataDirectory = Optional.empty();

  /**
   * Reads the user's file, else the one that the data directory holds, when it does.
   *
   * @param overrides settings by path, as from the command line
   */
  PageturnerConfig load(Map<String, ?> overrides) {
    Path left = new DataDirectory(dataDirectory.orElse(DEFAULT_DIRECTORY)).config();
    Optional<Path> found = config.isPresent() || !Files.exists(left) ? config : Optional.of(left);
    Map<String, Object> all = new HashMap<>(overrides);
    dataDirectory.ifPresent(directory -> all.put("data-directory", directory.toString()));
    return PageturnerConfig.load(found, all, Optional.empty());
  }
}
