package io.pageturner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real redis-server, and what happens when it is away. */
class RedisStoreTest extends KeyValueStoreContract {
  @TempDir private Path directory;
  private RedisServer server;

  @Override
  KeyValueStore open() throws IOException {
    if (server == null) {
      server = RedisServer.start(directory);
    }
    return RedisStore.open(settings(server.uri(), "test", Optional.empty()));
  }

  @AfterEach
  void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void prefixesShareOneRedisAndDoNotMeet() throws IOException {
    try (KeyValueStore one = RedisStore.open(settings(server.uri(), "one", Optional.empty()));
        KeyValueStore two = RedisStore.open(settings(server.uri(), "two", Optional.empty()))) {
      one.putMany("s", Map.of("a", bytes("1")));
      two.putMany("t", Map.of("a", bytes("2")));
      one.drop("t");
      assertThat(one.spaces()).containsExactly("s");
      assertThat(two.spaces()).containsExactly("t");
      assertThat(two.getMany("s", List.of("a"), PATIENCE)).isEmpty();
    }
  }

  @Test
  void callsFailWhileRedisIsAwayAndWorkAgainWhenItIsBack() throws Exception {
    try (KeyValueStore store = RedisStore.open(settings(server.uri(), "away", Optional.empty()))) {
      store.putMany("s", Map.of("a", bytes("1")));
      server.stop();
      assertThatThrownBy(() -> store.getMany("s", List.of("a"), PATIENCE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(server.uri().toString());
      assertThatThrownBy(() -> store.putMany("s", Map.of("a", bytes("2"))))
          .isInstanceOf(IOException.class);
      server.start();
      assertThat(text(eventually(store).get("a"))).isEqualTo("1");
    }
  }

  @Test
  void aRedisThatHangsCostsNoMoreThanThePatience() throws Exception {
    try (KeyValueStore store = RedisStore.open(settings(server.uri(), "hang", Optional.empty()))) {
      store.putMany("s", Map.of("a", bytes("1")));
      server.signal("STOP");
      assertThatThrownBy(() -> store.getMany("s", List.of("a"), Duration.ofMillis(50)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not answer in time");
      server.signal("CONT");
      assertThat(text(eventually(store).get("a"))).isEqualTo("1");
    }
  }

  @Test
  void thePasswordIsUsedAndNeverTold(@TempDir Path other) throws IOException {
    try (RedisServer locked = RedisServer.start(other, "--requirepass", "sesame")) {
      RedisSettings right = settings(locked.uri(), "p", Optional.of("sesame"));
      assertThat(right.toString()).doesNotContain("sesame");
      try (KeyValueStore store = RedisStore.open(right)) {
        store.putMany("s", Map.of("a", bytes("1")));
        assertThat(store.toString()).doesNotContain("sesame");
      }
      Throwable wrong =
          catchThrowable(
              () -> RedisStore.open(settings(locked.uri(), "p", Optional.of("hunter2"))));
      Throwable none =
          catchThrowable(() -> RedisStore.open(settings(locked.uri(), "p", Optional.empty())));
      assertThat(wrong).isInstanceOf(IOException.class).hasMessageContaining("WRONGPASS");
      assertThat(none).isInstanceOf(IOException.class).hasMessageContaining("NOAUTH");
      assertThat(stackTrace(wrong)).doesNotContain("hunter2");
    }
  }

  @Test
  void tlsIsSpokenWithThoseWhoseCertificateIsTrusted(@TempDir Path other) throws Exception {
    X509Bundle self =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=redis")
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    int port = RedisServer.freePort();
    try (RedisServer secure = RedisServer.startWithTls(other, tls(self, port))) {
      assertThat(secure).isNotNull();
      URI uri = URI.create("rediss://127.0.0.1:" + port);
      Optional<String> password = Optional.of("sesame");
      RedisSettings trusting =
          new RedisSettings(
              uri, password, Optional.of(self.toTempCertChainPem().toPath()), "p", PATIENCE);
      try (KeyValueStore store = RedisStore.open(trusting)) {
        store.putMany("s", Map.of("a", bytes("1")));
        assertThat(text(store.getMany("s", List.of("a"), PATIENCE).get("a"))).isEqualTo("1");
      }
      assertThatThrownBy(
              () ->
                  RedisStore.open(
                      new RedisSettings(uri, password, Optional.empty(), "p", PATIENCE)))
          .as("nobody signed for it that Java trusts")
          .isInstanceOf(IOException.class)
          .hasMessageContaining("certification path");
    }
  }

  /** Options of a redis-server that speaks TLS on this port and asks for a password. */
  private static String[] tls(X509Bundle self, int port) throws Exception {
    String certificate = self.toTempCertChainPem().getPath();
    return new String[] {
      "--tls-port",
      Integer.toString(port),
      "--tls-cert-file",
      certificate,
      "--tls-key-file",
      self.toTempPrivateKeyPem().getPath(),
      "--tls-ca-cert-file",
      certificate,
      "--tls-auth-clients",
      "no",
      "--requirepass",
      "sesame"
    };
  }

  @Test
  void aRedisThatIsNotThereIsNamed() throws IOException {
    server.stop();
    assertThatThrownBy(() -> RedisStore.open(settings(server.uri(), "p", Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Redis cannot be used at " + server.uri());
  }

  private static Map<String, byte[]> eventually(KeyValueStore store) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return store.getMany("s", List.of("a"), PATIENCE);
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static RedisSettings settings(URI uri, String prefix, Optional<String> password) {
    return new RedisSettings(uri, password, Optional.empty(), prefix, PATIENCE);
  }
}
