package io.pageturner.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * A {@link KeyValueStore} in Redis: a space is one hash, {@code <prefix>:<space>}.
 *
 * <p>Many keys are read with one command per {@value #BATCH} of them, all sent before the first
 * answer is awaited. While Redis is away every call fails at once, and the connection comes back by
 * itself. How long entries last is Redis's own configuration: {@link #snapshot} does nothing.
 */
public final class RedisStore implements KeyValueStore {
  private static final int BATCH = 512;
  private static final Duration LONGEST_RECONNECT_PAUSE = Duration.ofSeconds(2);
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisSettings settings;
  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  private RedisStore(
      RedisSettings settings,
      ClientResources resources,
      RedisClient client,
      StatefulRedisConnection<String, byte[]> connection) {
    this.settings = settings;
    this.resources = resources;
    this.client = client;
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @throws IOException when no Redis answers, or it refuses the password
   */
  public static RedisStore open(RedisSettings settings) throws IOException {
    ClientResources resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(10), LONGEST_RECONNECT_PAUSE, 2, TimeUnit.MILLISECONDS))
            .build();
    RedisClient client = RedisClient.create(resources, uri(settings));
    client.setOptions(options(settings));
    try {
      return new RedisStore(settings, resources, client, client.connect(CODEC));
    } catch (RedisException e) {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      resources.shutdown(0, 2, TimeUnit.SECONDS);
      throw new IOException("Redis cannot be used at " + settings.uri() + ": " + reason(e), e);
    }
  }

  private static RedisURI uri(RedisSettings settings) {
    URI uri = settings.uri();
    RedisURI.Builder builder =
        RedisURI.builder()
            .withHost(uri.getHost())
            .withPort(uri.getPort() < 0 ? RedisURI.DEFAULT_REDIS_PORT : uri.getPort())
            .withSsl(uri.getScheme().equals("rediss"))
            .withTimeout(settings.timeout());
    String database = uri.getPath().replace("/", "");
    if (!database.isEmpty()) {
      builder.withDatabase(Integer.parseInt(database));
    }
    String user = uri.getUserInfo() == null ? "default" : uri.getUserInfo();
    settings.password().ifPresent(p -> builder.withAuthentication(user, p.toCharArray()));
    return builder.build();
  }

  private static ClientOptions options(RedisSettings settings) {
    SslOptions.Builder tls = SslOptions.builder().jdkSslProvider();
    settings.trusted().ifPresent(pem -> tls.trustManager(pem.toFile()));
    return ClientOptions.builder()
        .sslOptions(tls.build())
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.timeout())
                .keepAlive(true)
                .tcpNoDelay(true)
                .build())
        .build();
  }

  @Override
  public Map<String, byte[]> getMany(String space, Collection<String> keys, Duration patience)
      throws IOException {
    List<Future<List<KeyValue<String, byte[]>>>> answers = new ArrayList<>();
    String[] all = keys.toArray(String[]::new);
    String key = key(space);
    long deadline = System.nanoTime() + patience.toNanos();
    for (int from = 0; from < all.length; from += BATCH) {
      String[] fields = Arrays.copyOfRange(all, from, Math.min(all.length, from + BATCH));
      answers.add(sent(commands -> commands.hmget(key, fields)));
    }
    Map<String, byte[]> found = new HashMap<>();
    for (Future<List<KeyValue<String, byte[]>>> answer : answers) {
      await(answer, deadline).forEach(kv -> kv.ifHasValue(v -> found.put(kv.getKey(), v)));
    }
    return found;
  }

  @Override
  public void putMany(String space, Map<String, byte[]> values) throws IOException {
    String key = key(space);
    Map<String, byte[]> batch = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      batch.put(entry.getKey(), entry.getValue());
      if (batch.size() == BATCH) {
        write(key, batch);
        batch = new HashMap<>();
      }
    }
    write(key, batch);
  }

  private void write(String key, Map<String, byte[]> batch) throws IOException {
    if (!batch.isEmpty()) {
      await(sent(commands -> commands.hset(key, batch)), deadline());
    }
  }

  @Override
  public void forEach(String space, BiConsumer<String, byte[]> visitor) throws IOException {
    String key = key(space);
    // A hash that grows or shrinks meanwhile may show an entry twice.
    Set<String> seen = new HashSet<>();
    ScanCursor cursor = ScanCursor.INITIAL;
    while (!cursor.isFinished()) {
      ScanCursor here = cursor;
      MapScanCursor<String, byte[]> part =
          await(
              sent(commands -> commands.hscan(key, here, ScanArgs.Builder.limit(BATCH))),
              deadline());
      part.getMap()
          .forEach(
              (field, value) -> {
                if (seen.add(field)) {
                  visitor.accept(field, value);
                }
              });
      cursor = part;
    }
  }

  @Override
  public void drop(String space) throws IOException {
    String key = key(space);
    await(sent(commands -> commands.unlink(key)), deadline());
  }

  @Override
  public Set<String> spaces() throws IOException {
    String start = settings.prefix() + ":";
    Set<String> spaces = new TreeSet<>();
    try {
      ScanIterator.scan(connection.sync(), ScanArgs.Builder.matches(start + "*").limit(BATCH))
          .forEachRemaining(key -> spaces.add(key.substring(start.length())));
    } catch (RedisException e) {
      throw unavailable(e);
    }
    return spaces;
  }

  @Override
  public void snapshot() {
    // Redis keeps what it was given by its own rules (save, appendonly).
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  private String key(String space) {
    return settings.prefix() + ":" + Spaces.check(space);
  }

  /** A command on its way. */
  private interface Command<T> {
    Future<T> send(RedisAsyncCommands<String, byte[]> commands);
  }

  private <T> Future<T> sent(Command<T> command) throws IOException {
    try {
      return command.send(connection.async());
    } catch (RedisException e) {
      throw unavailable(e);
    }
  }

  private long deadline() {
    return System.nanoTime() + settings.timeout().toNanos();
  }

  private <T> T await(Future<T> answer, long deadline) throws IOException {
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(settings.uri() + " did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + settings.uri(), e);
    }
  }

  private IOException unavailable(Throwable cause) {
    return new IOException(settings.uri() + " cannot be used: " + reason(cause), cause);
  }

  /** The innermost message: the outer ones of Lettuce say only that something failed. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  @Override
  public String toString() {
    return "Redis " + settings;
  }
}
