package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser's POST from the page of some site may do, byte by byte as a browser sends it. */
class CrossSiteTest {
  @TempDir Path directory;
  private TestNode node;
  private String here;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory.resolve("models"));
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    here = "127.0.0.1:" + node.api.port();
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://localhost:1", "a b"})
  void aPageOfAnotherSiteChangesNothing(String origin) throws IOException {
    for (String path : List.of("/v1/models/pin", "/v1/models/1/rollback", "/v1/rankers/pin")) {
      assertThat(post(node, path, here, "Origin: " + origin + "\r\n"))
          .startsWith("HTTP/1.1 403 ")
          .contains("\"code\":\"cross_site\"")
          .contains("may not change versions here");
    }
    assertThat(node.versions.pinned()).isFalse();
  }

  @Test
  void aSiteWhoseNameLeadsHereChangesNothing() throws IOException {
    String rebound = "evil.example:" + node.api.port();
    assertThat(post(node, "/v1/models/pin", rebound, "Origin: http://" + rebound + "\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .contains("not as 'evil.example'");
    assertThat(post(node, "/v1/models/pin", "127.evil.example", "")).startsWith("HTTP/1.1 403 ");
    assertThat(node.versions.pinned()).isFalse();
  }

  @Test
  void ourOwnPageAndProgramsOnThisMachineAreServed() throws IOException {
    for (String host : List.of(here, "localhost:" + node.api.port(), "[::1]:1", "127.0.0.1")) {
      assertThat(post(node, "/v1/models/pin", host, "")).as(host).startsWith("HTTP/1.1 200 ");
      assertThat(post(node, "/v1/models/pin", host, "Origin: http://" + host + "\r\n"))
          .as(host)
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void withKeysAServerHasAnyNameAndIsProtectedAllTheSame() throws IOException {
    ApiKeys.Made ops = ApiKeys.make("ops", "admin", 1_000);
    Path file = Files.write(directory.resolve("keys"), List.of(ops.line()));
    Access access = new Access(ApiKeys.read(file), Optional.empty());
    try (TestNode open = TestNode.start(directory.resolve("other"), access)) {
      open.publish(TestBundles.candidate(1, TestBundles.NONE));
      String key = "Authorization: Bearer " + ops.key() + "\r\n";
      String proxied = "Origin: https://feed.example\r\n";
      assertThat(post(open, "/v1/models/pin", "feed.example", key)).startsWith("HTTP/1.1 200 ");
      assertThat(post(open, "/v1/models/pin", "feed.example", key + proxied))
          .startsWith("HTTP/1.1 200 ");
      assertThat(post(open, "/v1/models/pin", "ops.example", key + proxied))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void withoutABodyNoContentTypeIsAskedFor() throws IOException {
    String bare = "POST %s HTTP/1.1\r\nHost: " + here + "\r\nConnection: close\r\n%s\r\n%s";
    assertThat(send(node, bare.formatted("/v1/models/pin", "", ""))).startsWith("HTTP/1.1 200 ");
    assertThat(send(node, bare.formatted("/v1/rank", "", ""))).startsWith("HTTP/1.1 400 ");
    String chunked = "Transfer-Encoding: chunked\r\n";
    assertThat(send(node, bare.formatted("/v1/models/pin", chunked, "2\r\n{}\r\n0\r\n\r\n")))
        .startsWith("HTTP/1.1 415 ");
  }

  private static String post(TestNode to, String path, String host, String headers)
      throws IOException {
    return send(
        to,
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n"
            .formatted(path, host, headers));
  }

  private static String send(TestNode to, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.api.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .lines()
          .collect(Collectors.joining("\n"));
    }
  }
}
