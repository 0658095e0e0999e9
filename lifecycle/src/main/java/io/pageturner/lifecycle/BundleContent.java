package io.pageturner.lifecycle;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the files of a new bundle, all but the manifest. */
@FunctionalInterface
public interface BundleContent {
  /**
   * Writes every file under {@code directory}, which exists and is empty.
   *
   * @throws IOException when a file cannot be written; the bundle is then dropped
   */
  void writeTo(Path directory) throws IOException;
}
