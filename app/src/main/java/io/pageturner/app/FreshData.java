package io.pageturner.app;

import io.pageturner.lifecycle.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A data directory made anew by a command, with all that {@code serve} needs to continue on it. */
public final class FreshData {
  /** Marks a directory that a command made, and may make anew. */
  private static final String MARKER = ".made-by-pageturner";

  private FreshData() {}

  /**
   * Makes the directory anew.
   *
   * @param features class-path resource of the feature configuration
   * @param settings class-path resource of the settings
   * @throws IOException when the directory holds something that no such command made
   */
  public static DataDirectory make(Path root, String features, String settings) throws IOException {
    clear(root);
    Files.createDirectories(root);
    Files.writeString(root.resolve(MARKER), "made by pageturner; made anew by its next run\n");
    DataDirectory data = new DataDirectory(root);
    Files.writeString(data.features(), Resources.text(features));
    Files.writeString(data.config(), Resources.text(settings));
    return data;
  }

  private static void clear(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.exists(root.resolve(MARKER)) && !empty(root)) {
      throw new IOException(
          root
              + " holds data that this command did not make; give another --data-directory or"
              + " move it away");
    }
    DurableFiles.deleteTree(root);
  }

  private static boolean empty(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.findAny().isEmpty();
    }
  }
}
