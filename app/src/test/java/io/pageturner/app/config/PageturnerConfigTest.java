package io.pageturner.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pageturner.app.Role;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.Fusion;
import io.pageturner.domain.RewardWeights;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.trainer.ExplorationSchedule;
import io.pageturner.lifecycle.GuardrailSettings;
import io.pageturner.lifecycle.OffPolicySettings;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.pipeline.stream.PipelineSettings;
import io.pageturner.serving.remote.RemoteSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageturnerConfigTest {
  @TempDir private Path directory;

  @Test
  void everyDefaultIsTheDocumentedOne() {
    PageturnerConfig config = PageturnerConfig.load(Optional.empty(), Map.of(), Optional.empty());

    assertThat(config.dataDirectory()).isEqualTo(Path.of("pageturner-data"));
    assertThat(config.features()).isEqualTo(Path.of("pageturner-data", "features.yaml"));
    assertThat(config.roles()).containsExactly(Role.SERVE, Role.STREAM, Role.TRAIN);
    assertThat(config.feed().fusion()).isEqualTo(Fusion.LINEAR);
    assertThat(config.feed().theta()).containsExactly(1);
    assertThat(config.feed().objectives()).containsExactly("click", "order");
    assertThat(config.feed().actions()).isEqualTo(ActionSpace.DEFAULT);
    assertThat(config.reward()).isEqualTo(RewardWeights.DEFAULT);
    assertThat(config.buckets())
        .isEqualTo(new BucketsConfig("pageturner", Map.of("baseline", 0.5, "agent", 0.5)));
    assertThat(config.http())
        .isEqualTo(
            new HttpConfig(
                "127.0.0.1",
                8080,
                "",
                "",
                "",
                Duration.ofMillis(250),
                2 << 20,
                1_000,
                1_024,
                Duration.ofMinutes(1),
                Duration.ofHours(24)));
    assertThat(config.users())
        .isEqualTo(new PageturnerConfig.Users(200_000, Duration.ofSeconds(10)));
    assertThat(config.store())
        .isEqualTo(
            new StoreConfig(
                "",
                "",
                Optional.empty(),
                "pageturner",
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                100_000));
    assertThat(config.log()).isEqualTo(new LogConfig("", "", 0, "pageturner", 4, 0));
    assertThat(config.stream())
        .isEqualTo(
            new StreamConfig(
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofMinutes(30),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                1,
                "",
                "",
                "",
                "",
                1,
                PipelineSettings.CHECKPOINT_INTERVAL,
                PipelineSettings.TRANSACTION_TIMEOUT,
                Duration.ofMillis(200)));
    assertThat(config.trainer())
        .isEqualTo(
            new TrainerConfig(
                Algorithm.ADVANTAGE_DDPG,
                ActionSpace.DEFAULT,
                0.9,
                0.001,
                0.001,
                0.001,
                0.2,
                0.02,
                new LinearHeadsConfig(LinearHeadsConfig.Kind.FTRL, 0.05, 1, 0, 0),
                new PolicyGradientConfig(0.5, 3_000),
                256,
                16,
                100_000,
                Sampling.Kind.UNIFORM,
                500,
                1_000,
                3,
                Map.of(
                    "agent",
                    new AgentConfig(
                        Optional.empty(),
                        new ExplorationSchedule(
                            Exploration.Kind.GAUSSIAN, 0.4, 0.2, 30_000, 0.15))),
                Duration.ofDays(7),
                1,
                Duration.ofSeconds(10),
                Duration.ofSeconds(15)));
    assertThat(config.rankers())
        .isEqualTo(
            new RankersConfig(
                false,
                256,
                0.001,
                0.2,
                0.02,
                1,
                20_000,
                10_000,
                500,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                0.01,
                0.05));
    assertThat(config.models())
        .isEqualTo(
            new ModelsConfig(
                20,
                "",
                false,
                Duration.ofMillis(500),
                Optional.empty(),
                0.95,
                1_000,
                3,
                0.5,
                3_000,
                new OffPolicySettings(200, 0.95, 0),
                0,
                new GuardrailSettings(
                    0.99, 0.3, Duration.ofMinutes(10), Duration.ofHours(6), 0.01, 100)));
  }

  @Test
  void aFileOverridesSingleSettingsAndSharesAsAWhole() throws IOException {
    PageturnerConfig config =
        load("pageturner { http.port = 0, buckets.shares { baseline = 0.2, a = 0.3, b = 0.5 } }");

    assertThat(config.http().port()).isZero();
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.buckets().shares()).isEqualTo(Map.of("baseline", 0.2, "a", 0.3, "b", 0.5));
  }

  @Test
  void everyBucketButTheBaselineHasAnAgentThatMayDoThingsItsOwnWay() throws IOException {
    PageturnerConfig config =
        load(
            """
            pageturner {
              buckets.shares { baseline = 0.2, bold = 0.3, agent = 0.3, adrift = 0.2 }
              trainer {
                exploration.start = 0.5
                agents.bold { start-from = agent, exploration { end = 0.3 } }
              }
            }
            """);

    assertThat(config.trainer().agents().keySet()).containsExactly("agent", "adrift", "bold");
    AgentConfig bold = config.trainer().agents().get("bold");
    assertThat(bold.startFrom()).contains("agent");
    assertThat(bold.exploration())
        .isEqualTo(new ExplorationSchedule(Exploration.Kind.GAUSSIAN, 0.5, 0.3, 30_000, 0.15));
    assertThat(config.trainer().agents().get("agent").exploration().sigmaEnd()).isEqualTo(0.2);
  }

  @Test
  void whatIsWrongWithAnAgentIsToldByName() {
    ConfigFaults faults =
        catchThrowableOfType(
            ConfigFaults.class,
            () ->
                load(
                    """
                    pageturner {
                      buckets.shares { baseline = 0.2, bold = 0.3, agent = 0.3, Loud = 0.2 }
                      trainer.agents {
                        bald { start-from = agent }
                        bold { start-from = bold, explore = 1, exploration { end = 3, strat = 2 } }
                      }
                    }
                    """));

    assertThat(faults)
        .hasMessageContaining("trainer.agents.bald is no bucket with an agent")
        .hasMessageContaining("agents.bold.start-from must be another agent")
        .hasMessageContaining("agents.bold.explore is not a setting")
        .hasMessageContaining("exploration.strat is not a setting; did you mean 'start'?")
        .hasMessageContaining("exploration.sigmaEnd must be at most sigmaStart")
        .hasMessageContaining("found 'Loud'");
  }

  @Test
  void faultsOfServingAreTold() {
    assertThat(faults("pageturner { models.follow = true }"))
        .anyMatch(fault -> fault.contains("models.follow is for nodes that do not train"));
    assertThat(faults("pageturner { models.canary-share = 1.5 }"))
        .anyMatch(fault -> fault.contains("canary-share must be within 0 and 0.99, was 1.5"));
    assertThat(faults("pageturner { http.tls.key = key.pem }"))
        .anyMatch(fault -> fault.contains("tls.certificate must both be set, or neither"));
    assertThat(faults("pageturner { models.guardrail.max-trial = 1s }"))
        .anyMatch(fault -> fault.contains("maxTrial must be as long as trial"));
    assertThat(faults("pageturner { models.remote.address = \"https://there\" }"))
        .anyMatch(fault -> fault.contains("must be grpc://host:port or http://host:port"));
    assertThat(
            faults(
                "pageturner { models.remote { address = \"grpc://there:8500\", timeout = 1s } }"))
        .anyMatch(fault -> fault.contains("remote.timeout must be less than http.deadline"));
  }

  @Test
  void aTransactionWaitsForSomeTimeThatKafkaKnows() throws IOException {
    assertThat(
            load("pageturner { stream.transaction-timeout = 15m }").stream().transactionTimeout())
        .isEqualTo(Duration.ofMinutes(15));
    for (String impossible : List.of("0s", "-1m", "25d")) {
      assertThat(faults("pageturner { stream.transaction-timeout = " + impossible + " }"))
          .anyMatch(fault -> fault.contains("transaction-timeout must be above 0 and at most 24d"));
    }
  }

  @Test
  void policiesMayBeExecutedElsewhere() throws IOException {
    assertThat(
            load("pageturner { models.remote.address = \"grpc://there:8500\" }").models().remote())
        .contains(
            new RemoteSettings(
                URI.create("grpc://there:8500"),
                Optional.empty(),
                Duration.ofMillis(50),
                Duration.ofMinutes(1)));
  }

  @Test
  void aFileWithoutATrustedCertificateFailsTheStartUnderItsOwnKey() throws IOException {
    Path empty = Files.createFile(directory.resolve("ca.pem"));
    String trusted = ", trusted-certificates = \"" + empty + "\" } }";
    assertThat(faults("pageturner { models.remote { address = \"grpcs://there:8500\"" + trusted))
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault)
                    .contains("models.remote.trusted-certificates")
                    .contains("there is no trusted certificate in " + empty));
    assertThat(faults("pageturner { models.remote { address = \"grpc://there:8500\"" + trusted))
        .anyMatch(fault -> fault.contains("remote.trusted-certificates trusted certificates are"));
  }

  private List<String> faults(String text) {
    return catchThrowableOfType(ConfigFaults.class, () -> load(text)).faults();
  }

  @Test
  void rankersNeedTheirObjectivesAndRatesInRange() {
    ConfigFaults faults =
        catchThrowableOfType(
            ConfigFaults.class,
            () ->
                load(
                    """
                    pageturner {
                      feed { objectives = [click, order, margin], theta = [1.0, 1.0] }
                      rankers { enabled = true, negative-rate = 1.5, batch = 0 }
                    }
                    """));

    assertThat(faults.faults()).hasSize(3);
    assertThat(faults)
        .hasMessageContaining("rankers.enabled needs feed.objectives = [click, order]")
        .hasMessageContaining("rankers.negative-rate must be at most 1, was 1.5")
        .hasMessageContaining("rankers.batch must be 1 or more, was 0");
  }

  @Test
  void everyFaultIsToldInOneGoWithWhereItStands() throws IOException {
    ConfigFaults faults =
        catchThrowableOfType(
            ConfigFaults.class,
            () ->
                load(
                    """
                    pageturner {
                      htpp.port = 1
                      http.prt = 2
                      stream.settle = soon
                      feed.fusion = sum
                      feed.action.min = 3
                    }
                    """));

    assertThat(faults.faults()).hasSize(5);
    assertThat(faults)
        .hasMessageContaining("pageturner.htpp is not a setting; did you mean 'http'?")
        .hasMessageContaining("pageturner.http.prt is not a setting; did you mean 'port'?")
        .hasMessageContaining("pageturner.stream.settle")
        .hasMessageContaining("must be one of [linear, power], was 'sum'")
        .hasMessageContaining("aMin <= 1 <= aMax")
        .hasMessageContaining(": 2)");
  }

  @Test
  void everyExtraObjectiveNeedsItsWeight() throws IOException {
    ConfigFaults faults =
        catchThrowableOfType(ConfigFaults.class, () -> load("pageturner.feed.theta = [1, 2]"));
    assertThat(faults).hasMessageContaining("objectives were [click, order], theta had 2");
  }

  @Test
  void aVariableThatNobodySetAndSharesThatDoNotSumToOneAreFaults() {
    assertThat(
            catchThrowableOfType(
                ConfigFaults.class, () -> load("pageturner.http.port = ${NOBODY_SET_THIS}")))
        .hasMessageContaining("NOBODY_SET_THIS")
        .hasMessageContaining(": 1");
    assertThat(
            catchThrowableOfType(
                ConfigFaults.class,
                () -> load("pageturner.buckets.shares { baseline = 0.5, agent = 0.6 }")))
        .hasMessageContaining("pageturner.buckets.shares: the buckets' shares must sum to 1");
  }

  @Test
  void aPasswordInRedisAddressIsRefusedAndNotRepeated() {
    ConfigFaults faults =
        catchThrowableOfType(
            ConfigFaults.class,
            () -> load("pageturner.store.redis = \"redis://u:hunter2@localhost:6379\""));
    assertThat(faults)
        .hasMessageContaining("pageturner.store: ")
        .hasMessageContaining("it holds a password")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aMissingFileIsNamed() {
    ConfigFaults faults =
        catchThrowableOfType(
            ConfigFaults.class,
            () ->
                PageturnerConfig.load(
                    Optional.of(Path.of("nowhere.conf")), Map.of(), Optional.empty()));
    assertThat(faults.faults()).isEqualTo(List.of("there is no configuration file nowhere.conf"));
  }

  private PageturnerConfig load(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("test.conf"), text);
    return PageturnerConfig.load(Optional.of(file), Map.of(), Optional.empty());
  }
}
