package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One immutable model version on disk: a directory valid for TensorFlow Serving, with Pageturner's
 * own files under {@code assets.extra/pageturner}.
 *
 * @param directory where its files are
 * @param manifest what it says about itself
 */
public record Bundle(Path directory, Manifest manifest) {
  /** Where Pageturner's own files are: a part of a SavedModel directory that others ignore. */
  public static final String PAGETURNER_DIRECTORY = "assets.extra/pageturner";

  /** Name of the weights' file under {@link #PAGETURNER_DIRECTORY}. */
  public static final String WEIGHTS_FILE = "weights.safetensors";

  static final String MANIFEST_FILE = PAGETURNER_DIRECTORY + "/manifest.json";

  public Bundle {
    directory = directory.toAbsolutePath().normalize();
    Objects.requireNonNull(manifest, "manifest is missing");
  }

  public String name() {
    return manifest.name();
  }

  public ModelVersion version() {
    return manifest.version();
  }

  public Lineage lineage() {
    return manifest.lineage();
  }

  /**
   * The path of a file of this bundle, which may or may not exist.
   *
   * @param relative with {@code /}, relative to the bundle
   * @throws IllegalArgumentException when it points out of the bundle
   */
  public Path file(String relative) {
    return below(directory, relative);
  }

  /**
   * The path of one of Pageturner's own files, such as {@code policy.json}.
   *
   * @throws IllegalArgumentException when it points out of their directory
   */
  public Path pageturnerFile(String relative) {
    return below(file(PAGETURNER_DIRECTORY), relative);
  }

  /**
   * The weights, read from disk at each call.
   *
   * @throws IOException when the file is missing or broken
   */
  public Weights weights() throws IOException {
    return Safetensors.read(pageturnerFile(WEIGHTS_FILE));
  }

  @Override
  public String toString() {
    return name() + "/" + version();
  }

  private Path below(Path base, String relative) {
    Path file;
    try {
      file = base.resolve(relative).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a file's name in a bundle: " + e.getMessage(), e);
    }
    if (!file.startsWith(base) || file.equals(base)) {
      throw new IllegalArgumentException(
          "'" + relative + "' points out of " + base + " in bundle " + this);
    }
    return file;
  }
}
