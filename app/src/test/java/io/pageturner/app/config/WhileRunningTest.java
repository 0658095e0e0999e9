package io.pageturner.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a later configuration a running process takes up. */
class WhileRunningTest {
  private static final String TWO = "buckets.shares { baseline = 0.5, agent = 0.5 }";
  private static final String THREE =
      """
      buckets.shares { baseline = 0.3, agent = 0.4, bold = 0.3 }
      trainer.agents.bold { start-from = agent, exploration.start = 0.6 }
      """;

  @TempDir private Path directory;

  @Test
  void sharesAndFurtherAgentsAreTakenUp() {
    assertThatCode(() -> WhileRunning.require(load(TWO), load(TWO))).doesNotThrowAnyException();
    assertThatCode(() -> WhileRunning.require(load(TWO), load(THREE))).doesNotThrowAnyException();
    assertThatCode(
            () ->
                WhileRunning.require(
                    load(TWO), load("buckets.shares { baseline = 0.9, agent = 0.1 }")))
        .doesNotThrowAnyException();
  }

  @Test
  void anythingElseNeedsARestartAndIsToldWithItsPlace() {
    assertThat(faults(TWO, TWO + "\nhttp.port = 9000\ntrainer.batch = 64"))
        .hasSize(2)
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("pageturner.http.port (")
                    .contains("next.conf: 3) has changed, which needs a restart"))
        .anySatisfy(fault -> assertThat(fault).startsWith("pageturner.trainer.batch ("));
    assertThat(faults(TWO + "\nhttp.port = 9000", TWO))
        .as("a setting that goes back to its default")
        .singleElement()
        .asString()
        .startsWith("pageturner.http.port (");
    assertThat(faults(TWO, THREE + "trainer.exploration.end = 0.1"))
        .as("all agents' exploration")
        .singleElement()
        .asString()
        .startsWith("pageturner.trainer.exploration.end (");
  }

  @Test
  void anAgentThatLearnsStaysAsItIs() {
    assertThat(faults(THREE, TWO))
        .singleElement()
        .asString()
        .contains("the agent 'bold' learns and stays; with a share of 0 it has no users");
    assertThat(faults(THREE, THREE.replace("0.6", "0.7")))
        .singleElement()
        .asString()
        .startsWith("pageturner.trainer.agents.bold.exploration.start (");
    assertThat(
            faults(THREE, "buckets.shares { baseline = 0.3, agent = 0.4, bald = 0.1, bold = 0.2 }"))
        .as("two of its settings are gone, too")
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains("a new agent's name must come after [agent, bold] in the alphabet"));
  }

  @Test
  void aSecretIsNotToldWhenItChanges() {
    assertThat(faults(TWO, TWO + "\nstore.password-file = \"/run/secret-place\""))
        .singleElement()
        .asString()
        .doesNotContain("secret-place");
  }

  private List<String> faults(String running, String next) {
    return catchThrowableOfType(
            ConfigFaults.class, () -> WhileRunning.require(load(running), load(next)))
        .faults();
  }

  private PageturnerConfig load(String settings) throws IOException {
    Path file = directory.resolve("next.conf");
    Files.writeString(file, "pageturner {\n" + settings + "\n}\n");
    return PageturnerConfig.load(Optional.of(file), Map.of(), Optional.empty());
  }
}
