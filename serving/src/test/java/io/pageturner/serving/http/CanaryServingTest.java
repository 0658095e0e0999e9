package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.domain.ModelVersion;
import io.pageturner.serving.Eventually;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A share of the agent's users meets the version on trial, the others the live one. */
class CanaryServingTest {
  private static final int USERS = 40;

  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.withTrials(directory);
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    node.versions.submit(TestBundles.candidate(2, TestBundles.NONE));
    Eventually.holds(
        "version 2 is tried",
        () -> node.canaries.version().equals(Optional.of(new ModelVersion(2))));
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void aUserStaysOnOneSideAndAboutHalfAreOnTrial() {
    Map<String, Long> first = versionsByUser();
    assertThat(new HashSet<>(first.values())).isEqualTo(Set.of(1L, 2L));
    assertThat(first.values().stream().filter(version -> version == 2).count()).isBetween(8L, 32L);
    assertThat(versionsByUser()).isEqualTo(first);
    assertThat(node.asked).contains("agent 1", "agent 2");
  }

  @Test
  void theBaselinesUsersMeetNeither() {
    String user = node.user(io.pageturner.domain.BucketName.BASELINE, 0);
    assertThat(node.client.rank(user).json().path("policy").textValue()).isEqualTo("baseline");
  }

  @Test
  void takenBackByHandItServesNobodyAndNoRequestFails() throws IOException {
    JsonNode models = node.client.post("/v1/models/2/rollback", "{\"who\":\"ann\"}").json();
    assertThat(models.path("live").longValue()).isEqualTo(1);
    assertThat(models.path("canary").isNull()).isTrue();
    Eventually.holds("nothing is tried", () -> node.canaries.version().isEmpty());
    assertThat(new HashSet<>(versionsByUser().values())).isEqualTo(Set.of(1L));
    assertThat(node.log.decisions()).noneMatch(d -> d.policy().equals("baseline-fallback"));
  }

  @Test
  void promotedItServesEverybody() throws IOException {
    assertThat(node.client.get("/v1/models").json().path("canary").longValue()).isEqualTo(2);
    assertThat(node.client.post("/v1/models/2/promote", "").status()).isEqualTo(200);
    node.requireServing(new ModelVersion(2));
    Eventually.holds("nothing is tried", () -> node.canaries.version().isEmpty());
    assertThat(new HashSet<>(versionsByUser().values())).isEqualTo(Set.of(2L));
  }

  @Test
  void pinnedTheLiveOneStaysUntilItIsLetGo() throws IOException {
    JsonNode pinned = node.client.post("/v1/models/pin", "{\"why\":\"a big day\"}").json();
    assertThat(pinned.path("pinned").booleanValue()).isTrue();
    assertThat(pinned.path("live").longValue()).isEqualTo(1);
    assertThat(pinned.path("canary").isNull()).isTrue();
    JsonNode free = node.client.post("/v1/models/unpin", "").json();
    assertThat(free.path("pinned").booleanValue()).isFalse();
  }

  private Map<String, Long> versionsByUser() {
    Map<String, Long> versions = new TreeMap<>();
    for (int n = 0; n < USERS; n++) {
      String user = node.user(TestNode.AGENT, n);
      versions.put(user, node.client.rank(user).json().path("modelVersion").longValue());
    }
    return versions;
  }
}
