package io.pageturner.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ActionSpace;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.lifecycle.PolicySpec.Exploration.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySpecTest {
  private static final ActionSpace GRID = ActionSpace.DEFAULT.onGrid(List.of(0.5, 0.71, 1.0, 4.0));

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    PolicySpec discrete =
        new PolicySpec("dueling-dqn", GRID, new Exploration(Kind.EPSILON_GREEDY, 0.1, 0.15));
    PolicySpec continuous =
        new PolicySpec(
            "ddpg", new ActionSpace(2, 0.5, 3), new Exploration(Kind.ORNSTEIN_UHLENBECK, 0.3, 0.2));
    for (PolicySpec spec : List.of(discrete, continuous)) {
      Path file = directory.resolve(PolicySpec.FILE);
      spec.write(file);
      assertThat(PolicySpec.read(file)).isEqualTo(spec);
    }
  }

  @Test
  void aFileOfBeforeGridsIsContinuous() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve(PolicySpec.FILE),
            """
            {"agent": "advantage-ddpg", "actions": {"size": 1, "min": 0.25, "max": 4.0},
             "exploration": {"kind": "gaussian", "sigma": 0.4, "theta": 0.15}}
            """);
    assertThat(PolicySpec.read(file))
        .isEqualTo(
            new PolicySpec(
                "advantage-ddpg", ActionSpace.DEFAULT, new Exploration(Kind.GAUSSIAN, 0.4, 0.15)));
  }

  @Test
  void aFileWithAGridThatIsNoneIsNamed() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve(PolicySpec.FILE),
            """
            {"agent": "dqn", "actions": {"size": 1, "min": 0.25, "max": 4.0, "grid": [2, 4]},
             "exploration": {"kind": "epsilon_greedy", "sigma": 0.4, "theta": 0}}
            """);
    assertThatThrownBy(() -> PolicySpec.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("policy.json: grid must hold 1");
  }

  @Test
  void noiseAndGridDoNotGoTogetherNorDoBoundsAndEpsilon() {
    assertThatThrownBy(() -> new PolicySpec("dqn", GRID, new Exploration(Kind.GAUSSIAN, 0.1, 0)))
        .hasMessage("exploration.kind must be epsilon_greedy on a grid of actions, was GAUSSIAN");
    assertThatThrownBy(
            () ->
                new PolicySpec(
                    "ddpg", ActionSpace.DEFAULT, new Exploration(Kind.EPSILON_GREEDY, 0.1, 0)))
        .hasMessageContaining("must be a noise, as actions have no grid");
    assertThatThrownBy(() -> new Exploration(Kind.EPSILON_GREEDY, 1.1, 0))
        .hasMessageContaining("at most 1, was 1.1");
  }
}
