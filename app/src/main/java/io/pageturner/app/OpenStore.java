package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.config.StoreConfig;
import io.pageturner.store.HeapStore;
import io.pageturner.store.KeyValueStore;
import io.pageturner.store.RedisSettings;
import io.pageturner.store.RedisStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the key-value store of a configuration: the data directory's, or Redis. */
public final class OpenStore {
  /** Environment variable that holds Redis's password, unless a file does. */
  public static final String PASSWORD = "PAGETURNER_REDIS_PASSWORD";

  private OpenStore() {}

  /**
   * Opens it to read and write.
   *
   * @throws IOException when another process writes to it, or Redis cannot be used
   */
  public static KeyValueStore writable(PageturnerConfig config) throws IOException {
    return config.store().redis().isEmpty() ? HeapStore.open(directory(config)) : redis(config);
  }

  /** Opens it to read, also beside a server on the same data directory. */
  public static KeyValueStore readable(PageturnerConfig config) throws IOException {
    return config.store().redis().isEmpty() ? HeapStore.readOnly(directory(config)) : redis(config);
  }

  private static Path directory(PageturnerConfig config) {
    return new DataDirectory(config.dataDirectory()).store();
  }

  private static RedisStore redis(PageturnerConfig config) throws IOException {
    StoreConfig store = config.store();
    return RedisStore.open(
        new RedisSettings(
            RedisSettings.address(store.redis()),
            password(store.passwordFile()),
            store.trusted(),
            store.prefix(),
            store.bulkTimeout()));
  }

  private static Optional<String> password(String file) throws IOException {
    return file.isEmpty()
        ? Optional.ofNullable(System.getenv(PASSWORD)).filter(text -> !text.isEmpty())
        : Optional.of(Files.readString(Path.of(file)).strip());
  }
}
