package io.pageturner.app;

import java.nio.file.Path;

/**
 * Where everything lives that lasts.
 *
 * @param root the data directory
 */
public record DataDirectory(Path root) {
  /** The configuration that whoever made the directory left for {@code serve} to continue with. */
  public Path config() {
    return root.resolve("pageturner.conf");
  }

  /** The event log's files, when its broker runs in this process. */
  public Path kafka() {
    return root.resolve("kafka");
  }

  public Path streamCheckpoints() {
    return root.resolve("stream");
  }

  /** Parquet files, one row a sample. */
  public Path samples() {
    return root.resolve("samples");
  }

  public Path trainerCheckpoints() {
    return root.resolve("trainer");
  }

  public Path rankerCheckpoints() {
    return root.resolve("rankers");
  }

  public Path models() {
    return root.resolve("models");
  }

  /** What {@code rebuild} makes of the event log under a name: a data directory of its own. */
  public DataDirectory rebuilt(String name) {
    return new DataDirectory(root.resolve("rebuilt").resolve(name));
  }

  /** How users were last cut into buckets, and since when. */
  public Path cut() {
    return root.resolve("buckets.json");
  }

  public Path users() {
    return root.resolve("users.snapshot");
  }

  /** The key-value store's snapshots, unless it is Redis: item embeddings. */
  public Path store() {
    return root.resolve("store");
  }

  public Path features() {
    return root.resolve("features.yaml");
  }
}
