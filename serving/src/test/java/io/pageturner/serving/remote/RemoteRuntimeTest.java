package io.pageturner.serving.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.http.Access;
import io.pageturner.serving.http.ApiKeys;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.ServedPolicy;
import io.pageturner.serving.model.StateTensors;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.model.UnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies executed by TensorFlow Serving's REST calls, which another serving node answers. */
class RemoteRuntimeTest {
  private static final ItemLookup.Versions ITEMS = ItemLookup.always(TestBundles.embeddings());
  private static final List<State> STATES =
      List.of(
          State.EMPTY,
          new State(
              List.of(new ItemId("i1"), new ItemId("i2")),
              Map.of("distance", 1.5),
              Map.of("entry", "search")));

  @TempDir Path there;
  @TempDir Path here;
  private TestNode node;
  private Bundle bundle;
  private RemoteRuntime runtime;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(there);
    node.publish(TestBundles.candidate(3, TestBundles.NONE));
    bundle = new BundleStore(here).add(TestBundles.candidate(3, TestBundles.NONE));
    runtime = runtime(node.api.port(), Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() throws IOException {
    runtime.close();
    node.close();
  }

  private static RemoteRuntime runtime(int port, Duration loadTimeout) {
    return runtime("http://127.0.0.1:" + port, Optional.empty(), loadTimeout);
  }

  private static RemoteRuntime runtime(
      String address, Optional<Path> trusted, Duration loadTimeout) {
    return new RemoteRuntime(
        new RemoteSettings(URI.create(address), trusted, Duration.ofSeconds(20), loadTimeout));
  }

  @Test
  void aPageIsAnsweredAsThisProcessWould() throws IOException {
    ServedPolicy inProcess = new PolicyLoader(ITEMS).load(bundle);
    ServedPolicy remote = new PolicyLoader(ITEMS, runtime).load(bundle);
    remote.warm(STATES);
    for (State state : STATES) {
      assertThat(remote.unitAction(state))
          .containsExactly(inProcess.unitAction(state), within(1e-6));
    }
    assertThat(remote.unitAction(STATES.get(0))).isNotEqualTo(remote.unitAction(STATES.get(1)));
  }

  /** One that is its own authority. */
  private static CertificateBuilder certificate() {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=tensorflow")
        .setIsCertificateAuthority(true);
  }

  private static Access overTls(X509Bundle self) throws Exception {
    return new Access(
        ApiKeys.NONE,
        Optional.of(
            Access.tls(self.toTempCertChainPem().toPath(), self.toTempPrivateKeyPem().toPath())));
  }

  @Test
  void overTlsAServerWhoseCertificateIsTrustedIsAsked(@TempDir Path elsewhere) throws Exception {
    X509Bundle self = certificate().addSanIpAddress("127.0.0.1").buildSelfSigned();
    Path certificate = self.toTempCertChainPem().toPath();
    try (TestNode secure = TestNode.start(elsewhere, overTls(self))) {
      secure.publish(TestBundles.candidate(3, TestBundles.NONE));
      String address = "https://127.0.0.1:" + secure.api.port();
      try (RemoteRuntime trusting =
          runtime(address, Optional.of(certificate), Duration.ofMinutes(1))) {
        assertThat(new PolicyLoader(ITEMS, trusting).load(bundle).unitAction(State.EMPTY))
            .hasSize(1);
      }
      try (RemoteRuntime strict = runtime(address, Optional.empty(), Duration.ofMillis(1))) {
        assertThatThrownBy(() -> new PolicyLoader(ITEMS, strict).load(bundle))
            .as("nobody signed for it that Java trusts")
            .isInstanceOf(IOException.class)
            .hasStackTraceContaining("unable to find valid certification path");
      }
    }
  }

  @Test
  void overTlsACertificateOfAnotherHostIsRefused(@TempDir Path elsewhere) throws Exception {
    X509Bundle other = certificate().addSanDnsName("tensorflow.example").buildSelfSigned();
    Path certificate = other.toTempCertChainPem().toPath();
    try (TestNode secure = TestNode.start(elsewhere, overTls(other));
        RemoteRuntime trusting =
            runtime(
                "https://127.0.0.1:" + secure.api.port(),
                Optional.of(certificate),
                Duration.ofMillis(1))) {
      secure.publish(TestBundles.candidate(3, TestBundles.NONE));
      assertThatThrownBy(() -> new PolicyLoader(ITEMS, trusting).load(bundle))
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining("No subject alternative names matching IP address 127.0.0.1");
    }
  }

  @Test
  void anotherNetworkUnderTheVersionsNumberIsRefused(@TempDir Path other) throws IOException {
    Bundle different = new BundleStore(other).add(TestBundles.candidate(2, TestBundles.NONE));
    assertThatThrownBy(() -> new PolicyLoader(ITEMS, runtime).load(different))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it serves another directory");
  }

  @Test
  void aVersionThatTheServerDoesNotGetIsRefusedInTime() throws IOException {
    node.publish(TestBundles.candidate(2, TestBundles.NONE)); // The server has the second only.
    try (RemoteRuntime impatient = runtime(node.api.port(), Duration.ofMillis(1))) {
      assertThatThrownBy(() -> new PolicyLoader(ITEMS, impatient).load(bundle))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer as policy/1")
          .hasMessageContaining("404");
    }
  }

  @Test
  void aVersionThatIsAskedForNoLongerIsNotWaitedFor() throws IOException {
    node.publish(TestBundles.candidate(2, TestBundles.NONE));
    assertThatThrownBy(() -> new PolicyLoader(ITEMS, runtime).load(bundle, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("policy/1 is no longer waited for");
  }

  @Test
  void aVersionThatTheServerLostFailsAlone() throws IOException {
    ServedPolicy first = new PolicyLoader(ITEMS, runtime).load(bundle);
    node.publish(TestBundles.candidate(2, TestBundles.NONE));
    Bundle next = new BundleStore(here).add(TestBundles.candidate(2, TestBundles.NONE));
    ServedPolicy second = new PolicyLoader(ITEMS, runtime).load(next);
    assertThatThrownBy(() -> first.unitAction(State.EMPTY))
        .as("the version's own failure, which the guardrail counts")
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageContaining("does not answer as policy/1: HTTP status 404");
    assertThat(second.unitAction(State.EMPTY)).hasSize(1);
  }

  @Test
  @Timeout(15) // The settings would wait for 20 s.
  void aPageThatIsLateWaitsForWhatIsLeftToItAndBlamesNobody() throws IOException {
    ServedPolicy policy = new PolicyLoader(ITEMS).load(bundle);
    Predict.Model model = new Predict.Model("policy", bundle.version(), policy.shapes());
    StateTensors state = policy.tensors(State.EMPTY);
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RemoteRuntime waiting = runtime(silent.getLocalPort(), Duration.ofMinutes(1))) {
      for (int i = 0; i < 2; i++) {
        Deadline soon = Deadline.after(System.nanoTime(), Duration.ofMillis(300));
        assertThatThrownBy(() -> waiting.ask(model, state, soon))
            .isInstanceOf(UnreachableException.class)
            .hasMessageContaining("does not answer as policy/1");
      }
      Deadline passed = Deadline.after(System.nanoTime(), Duration.ZERO);
      assertThatThrownBy(() -> waiting.ask(model, state, passed))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("no time is left");
    }
  }

  @Test
  void aServerThatIsGoneIsOutOfReach() throws IOException {
    ServedPolicy remote = new PolicyLoader(ITEMS, runtime).load(bundle);
    node.close();
    assertThatThrownBy(() -> remote.unitAction(State.EMPTY))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("does not answer as policy/1");
    assertThatThrownBy(() -> remote.unitAction(State.EMPTY))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("a moment ago");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a:1", "grpc://a", "a:8500", "http://a:1/v1", "grpc:a"})
  void anAddressHasASchemeHostAndPortOnly(String address) {
    assertThatThrownBy(
            () ->
                new RemoteSettings(
                    URI.create(address),
                    Optional.empty(),
                    Duration.ofMillis(50),
                    Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the address must");
  }

  @Test
  void trustedCertificatesAreReadableAndForTls() throws IOException {
    Path certificate = Files.createFile(here.resolve("ca.pem"));
    assertThatThrownBy(() -> runtime("grpc://a:1", Optional.of(certificate), Duration.ofMinutes(1)))
        .hasMessageContaining("begins with grpcs or https, was grpc://a:1");
    Path nowhere = here.resolve("nowhere.pem");
    assertThatThrownBy(() -> runtime("grpcs://a:1", Optional.of(nowhere), Duration.ofMinutes(1)))
        .hasMessage("the trusted certificates cannot be read: " + nowhere);
    assertThatThrownBy(
            () -> runtime("grpcs://a:1", Optional.of(certificate), Duration.ofMinutes(1)))
        .hasMessage("there is no trusted certificate in " + certificate);
    Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----");
    assertThatThrownBy(
            () -> runtime("grpcs://a:1", Optional.of(certificate), Duration.ofMinutes(1)))
        .hasMessageContaining("must be certificates in PEM, which " + certificate + " is not");
  }
}
