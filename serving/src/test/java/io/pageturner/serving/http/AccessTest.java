package io.pageturner.serving.http;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.pageturner.serving.Eventually;
import io.pageturner.serving.TestClient;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.monitor.Monitor;
import io.pageturner.serving.monitor.MonitorSource;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who gets in, over a real connection. */
class AccessTest {
  @TempDir Path directory;
  private final ApiKeys.Made shop = ApiKeys.make("shop", "rank,events", 1_000);
  private final ApiKeys.Made ops = ApiKeys.make("ops", "admin", 1_000);
  private final ApiKeys.Made slow = ApiKeys.make("slow", "rank", 1);
  private final ListAppender<ILoggingEvent> audited = new ListAppender<>();
  private ApiKeys keys;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    Path file = directory.resolve("keys");
    Files.write(file, List.of(shop.line(), ops.line(), slow.line()));
    keys = ApiKeys.read(file);
    node = TestNode.start(directory.resolve("models"), new Access(keys, Optional.empty()));
    audited.start();
    auditLog().setLevel(Level.INFO);
    auditLog().addAppender(audited);
  }

  @AfterEach
  void stop() throws IOException {
    auditLog().detachAppender(audited);
    node.close();
  }

  private static Logger auditLog() {
    return (Logger) LoggerFactory.getLogger("io.pageturner.audit");
  }

  @Test
  void withoutAKeyOnlyWhatTellsNothingIsAnswered() {
    for (String path :
        List.of("/v1/models", "/v1/rankers", "/v1/monitor", "/v1/experiment", "/metrics")) {
      assertThat(node.client.get(path).status()).as(path).isEqualTo(401);
    }
    assertThat(node.client.rank("u1").status()).isEqualTo(401);
    assertThat(node.client.click("e1", "u1", "i1").status()).isEqualTo(401);
    assertThat(node.client.post("/v1/models/1/promote", "{}").status()).isEqualTo(401);
    for (String path : List.of("/health/live", "/health/ready", "/v1/openapi.json", "/")) {
      assertThat(node.client.get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(node.log.decisions()).isEmpty();
  }

  @Test
  void aKeyOpensWhatItsScopesSay() {
    TestClient asShop = node.client.withKey(shop.key());
    assertThat(asShop.rank("u1").status()).isEqualTo(200);
    assertThat(asShop.click("e1", "u1", "i1").status()).isEqualTo(200);
    assertThat(asShop.get("/v1/models").status()).isEqualTo(403);
    TestClient asOps = node.client.withKey(ops.key());
    assertThat(asOps.get("/v1/models").status()).isEqualTo(200);
    assertThat(asOps.get("/metrics").status()).isEqualTo(200);
    assertThat(asOps.rank("u1").status()).isEqualTo(403);
  }

  @Test
  void aKeyThatIsUsedTooOftenIsToldToWait() {
    TestClient asSlow = node.client.withKey(slow.key());
    // One call a second: of several in a row one comes too soon, unless each takes a second.
    boolean refused = false;
    for (int i = 0; i < 50 && !refused; i++) {
      Reply reply = asSlow.rank("u1");
      refused = reply.status() == 429;
      if (refused) {
        assertThat(reply.header("Retry-After")).isEqualTo("1");
      }
    }
    assertThat(refused).isTrue();
  }

  @Test
  void changesAreAuditedWithTheKeysNameAndSoAreAttempts() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    node.publish(TestBundles.candidate(2, TestBundles.NONE));
    node.client
        .withKey(ops.key())
        .post("/v1/models/2/rollback", "{\"who\":\"ann\",\"why\":\"fewer orders\"}");
    node.client.withKey(shop.key()).post("/v1/models/2/promote", "{}");
    node.client.post("/v1/models/2/promote", "{}");
    node.client.withKey(ops.key()).get("/v1/models");
    Eventually.holds("three calls are audited", () -> audited.list.size() == 3);
    List<String> lines = audited.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines.get(0)).matches("POST /v1/models/2/rollback by ops from 127.0.0.1:\\d+: 200");
    assertThat(lines.get(1)).contains("/promote by shop").endsWith(": 403");
    assertThat(lines.get(2)).contains("/promote by nobody known").endsWith(": 401");
    assertThat(node.versions.history().get(2).who()).isEqualTo("key ops, ann");
  }

  @Test
  void aChangeIsAuditedAlsoWhenItsClientDoesNotWaitForTheAnswer() throws Exception {
    CountDownLatch busy = new CountDownLatch(2);
    CountDownLatch over = new CountDownLatch(1);
    try (TestNode occupied = TestNode.start(directory.resolve("busy"), watching(busy, over))) {
      occupied.publish(TestBundles.candidate(1, TestBundles.NONE));
      List<CompletableFuture<Reply>> looks =
          Stream.generate(() -> supplyAsync(() -> occupied.client.get("/v1/monitor")))
              .limit(2)
              .toList();
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      try (Socket hasty = new Socket(InetAddress.getLoopbackAddress(), occupied.api.port())) {
        hasty
            .getOutputStream()
            .write(
                "POST /v1/models/pin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
      }
      TimeUnit.MILLISECONDS.sleep(500); // For the server to see that it has gone.
      over.countDown();
      Eventually.holds("the call is audited", () -> audited.list.size() == 1);
      assertThat(audited.list.get(0).getFormattedMessage())
          .matches("POST /v1/models/pin by nobody known from 127.0.0.1:\\d+: 200");
      looks.forEach(CompletableFuture::join);
    }
  }

  private static MonitorSource watching(CountDownLatch busy, CountDownLatch over) {
    return () -> {
      busy.countDown();
      try {
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Monitor.empty(Instant.EPOCH, "Nothing yet.");
    };
  }

  @Test
  void otherMachinesAreNotLetInWithoutKeys() {
    assertThatThrownBy(() -> Access.LOCAL.requireFit("0.0.0.0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("http.keys-file is empty");
    assertThat(HttpSettings.DEFAULT.host()).isEqualTo("127.0.0.1");
  }

  @Test
  void withKeysOtherMachinesMayBeLetIn() throws IOException {
    new Access(keys, Optional.empty()).requireFit("0.0.0.0");
    Access.LOCAL.requireFit("127.0.0.1");
    Access.LOCAL.requireFit("localhost");
  }

  @Test
  void overTlsAClientThatTrustsTheCertificateIsServed() throws Exception {
    X509Bundle self =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=feed")
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    PemKeyCertOptions tls =
        Access.tls(self.toTempCertChainPem().toPath(), self.toTempPrivateKeyPem().toPath());
    try (TestNode secure =
        TestNode.start(directory.resolve("secure"), new Access(keys, Optional.of(tls)))) {
      TestClient client = secure.client.withTrust(trusting(self)).withKey(shop.key());
      Reply reply = client.rank("u1");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.response().sslSession()).isPresent();
      assertThatThrownBy(() -> secure.client.get("/health/live"))
          .hasRootCauseMessage("unable to find valid certification path to requested target");
    }
  }

  @Test
  void aCertificateThatIsNotThereIsNamed() {
    Path nowhere = directory.resolve("nowhere.pem");
    assertThatThrownBy(() -> Access.tls(nowhere, nowhere))
        .isInstanceOf(IOException.class)
        .hasMessage("the TLS certificate cannot be read: " + nowhere);
  }

  private static SSLContext trusting(X509Bundle self) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, self.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }
}
