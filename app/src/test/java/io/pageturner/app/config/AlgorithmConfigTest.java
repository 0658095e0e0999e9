package io.pageturner.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pageturner.domain.ActionSpace;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.trainer.ExplorationSchedule;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which algorithm learns on which actions, and with what exploration. */
class AlgorithmConfigTest {
  @TempDir private Path directory;

  @Test
  void aDiscreteAlgorithmActsOnTheGrid() throws IOException {
    String discrete =
        "algorithm = dueling-dqn, exploration { kind = epsilon-greedy, start = 0.5, end = 0.1 }";
    TrainerConfig trainer = load("pageturner.trainer { " + discrete + " }").trainer();
    assertThat(trainer.algorithm()).isEqualTo(Algorithm.DUELING_DQN);
    assertThat(trainer.actions())
        .isEqualTo(ActionSpace.DEFAULT.onGrid(List.of(0.25, 0.5, 0.71, 1.0, 1.41, 2.0, 4.0)));
    assertThat(trainer.agents().get("agent").exploration())
        .isEqualTo(
            new ExplorationSchedule(Exploration.Kind.EPSILON_GREEDY, 0.5, 0.1, 30_000, 0.15));

    assertThat(faults("pageturner.trainer { grid = [0.5, 2], " + discrete + " }"))
        .containsExactly(
            "pageturner.trainer.grid: grid must hold 1, where every agent starts, was [0.5, 2.0]");
    assertThat(faults("pageturner { feed.action.max = 2, trainer { " + discrete + " } }"))
        .singleElement()
        .satisfies(fault -> assertThat(fault).contains("within the action bounds [0.25, 2.0]"));
    assertThat(faults("pageturner.trainer { grid = [], " + discrete + " }"))
        .singleElement()
        .satisfies(fault -> assertThat(fault).contains("trainer.grid must list the factors"));
  }

  @Test
  void aContinuousAlgorithmHasNoUseForTheGrid() throws IOException {
    assertThat(load("pageturner { feed.action.max = 2, trainer.algorithm = ddpg }").trainer())
        .satisfies(trainer -> assertThat(trainer.actions().discrete()).isFalse());
  }

  @Test
  void algorithmAndExplorationMustFit() {
    assertThat(faults("pageturner.trainer.algorithm = dqn"))
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault)
                    .startsWith(
                        "pageturner.trainer.exploration.kind of agent 'agent' must be"
                            + " epsilon-greedy with algorithm dqn, whose actions are a grid's;"
                            + " write exploration { kind = epsilon-greedy, start = 0.5, end = 0.1"
                            + " }"));
    assertThat(faults("pageturner.trainer.exploration.kind = epsilon-greedy"))
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault)
                    .contains("must not be epsilon-greedy with algorithm advantage-ddpg")
                    .contains("write exploration { kind = gaussian, start = 0.4, end = 0.2 }"));
    assertThat(
            faults(
                "pageturner.trainer { algorithm = dqn,"
                    + " exploration { kind = epsilon-greedy, start = 1.5 } }"))
        .anyMatch(fault -> fault.contains("ε of epsilon_greedy, at most 1, was 1.5"));
    assertThat(faults("pageturner.trainer.algorithm = sarsa"))
        .anyMatch(fault -> fault.contains("double-dqn, dueling-dqn], was 'sarsa'"));
  }

  @Test
  void policyGradientsNeedTheirOwnDraws() throws IOException {
    assertThat(
            faults("pageturner.trainer { algorithm = ppo, exploration.kind = ornstein-uhlenbeck }"))
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault)
                    .startsWith(
                        "pageturner.trainer.exploration of agent 'agent' must be gaussian with an"
                            + " end of 0.05 or more with algorithm ppo"));
    assertThat(faults("pageturner.trainer.policy-gradient { clip = 2 }"))
        .containsExactly("pageturner.trainer.policy-gradient: clip must be in (0, 1), was 2.0");
    assertThat(faults("pageturner.trainer.policy-gradient { capacity = 0 }"))
        .containsExactly("pageturner.trainer.policy-gradient: capacity must be 1 or more, was 0");
    TrainerConfig trainer =
        load("pageturner.trainer { algorithm = ppo, policy-gradient.clip = 0.3 }").trainer();
    assertThat(trainer.policyGradient()).isEqualTo(new PolicyGradientConfig(0.3, 3_000));
  }

  /** What the demo runs with. */
  @Test
  void theOverridesOfEveryAlgorithmFit() {
    for (Algorithm algorithm : Algorithm.values()) {
      TrainerConfig trainer =
          PageturnerConfig.load(
                  Optional.empty(), AlgorithmOverrides.of(algorithm), Optional.of("demo.conf"))
              .trainer();
      assertThat(trainer.algorithm()).isEqualTo(algorithm);
    }
  }

  @Test
  void algorithmsAreCalledInTheLogAsInTheConfiguration() throws IOException {
    for (Algorithm algorithm : Algorithm.values()) {
      String kind = algorithm.discrete() ? "epsilon-greedy" : "gaussian";
      String text = "algorithm = " + algorithm.label() + ", exploration.kind = " + kind;
      assertThat(load("pageturner.trainer { " + text + " }").trainer().algorithm())
          .isEqualTo(algorithm);
    }
  }

  private List<String> faults(String text) {
    return catchThrowableOfType(ConfigFaults.class, () -> load(text)).faults();
  }

  private PageturnerConfig load(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("test.conf"), text);
    return PageturnerConfig.load(Optional.of(file), Map.of(), Optional.empty());
  }
}
