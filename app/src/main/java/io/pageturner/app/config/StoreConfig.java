package io.pageturner.app.config;

import io.pageturner.store.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The key-value store.
 *
 * @param redis address; empty for this process's memory with snapshots
 * @param passwordFile empty for the environment
 * @param trusted PEM file of the authorities that Redis's certificate is trusted by; empty for
 *     Java's
 * @param timeout a page waits for Redis no longer
 * @param cachedItems item embeddings that a serving node remembers
 */
public record StoreConfig(
    String redis,
    String passwordFile,
    Optional<Path> trusted,
    String prefix,
    Duration timeout,
    Duration bulkTimeout,
    int cachedItems) {
  private static final StoreConfig HEAP =
      new StoreConfig(
          "",
          "",
          Optional.empty(),
          "pageturner",
          Duration.ofMillis(50),
          Duration.ofSeconds(10),
          100_000);

  public StoreConfig {
    if (!redis.isEmpty()) {
      new RedisSettings(
          RedisSettings.address(redis), Optional.empty(), trusted, prefix, bulkTimeout);
    }
    if (cachedItems < 1 || timeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "cache must be 1 or more, was "
              + cachedItems
              + ", and timeout 1ms or more, was "
              + timeout);
    }
  }

  static StoreConfig read(ConfigSection store) {
    return store.record(
        () ->
            new StoreConfig(
                store.text("redis"),
                store.text("password-file"),
                store.file("trusted-certificates"),
                store.text("prefix"),
                store.duration("timeout"),
                store.duration("bulk-timeout"),
                store.integer("cache")),
        HEAP);
  }
}
