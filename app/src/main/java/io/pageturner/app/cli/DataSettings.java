package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.config.PageturnerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The settings of a command that continues on a data directory. */
final class DataSettings {
  private static final Path DEFAULT_DIRECTORY = Path.of("pageturner-data");

  private DataSettings() {}

  /**
   * Reads them.
   *
   * @param file the user's; else the one that the data directory holds, when it does
   * @param overrides settings by path, as from the command line
   */
  static PageturnerConfig load(
      Optional<Path> file, Optional<Path> dataDirectory, Map<String, ?> overrides) {
    Path left = new DataDirectory(dataDirectory.orElse(DEFAULT_DIRECTORY)).config();
    Optional<Path> found = file.isPresent() || !Files.exists(left) ? file : Optional.of(left);
    Map<String, Object> all = new HashMap<>(overrides);
    dataDirectory.ifPresent(directory -> all.put("data-directory", directory.toString()));
    return PageturnerConfig.load(found, all, Optional.empty());
  }
}
