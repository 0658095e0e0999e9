package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.lifecycle.PolicySpec.Exploration.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Discrete agents behind the feed's learner, in a world in which the best point is known. */
class GridLearnerTest {
  private static final FeatureConfig CONFIG = Fixtures.contextConfig(16);
  private static final ItemEmbeddings NONE = ItemEmbeddings.none(1);
  private static final ActionSpace GRID =
      ActionSpace.DEFAULT.onGrid(List.of(0.25, 0.5, 1.0, 2.0, 4.0));
  private static final double EPSILON = 0.4;

  private final SplitMix64 random = new SplitMix64(19);

  @TempDir private Path home;

  /** r = 1 − (u − u*)² + noise; u* of the contexts is −½ and 1, points of the grid. */
  @ParameterizedTest
  @EnumSource(names = {"DQN", "DOUBLE_DQN", "DUELING_DQN"})
  void theBestPointOfEachContextIsFound(Algorithm algorithm) {
    try (Learner learner = new Learner(CONFIG, NONE, settings(algorithm))) {
      assertThat(units(learner, "calm", "keen")).containsExactly(0, 0);
      for (int page = 0; page < 3_000; page++) {
        learner.consume(page(page, algorithm));
        while (learner.owesUpdate()) {
          learner.update();
        }
      }
      assertThat(units(learner, "calm", "keen"))
          .containsExactly(new double[] {-0.5, 1}, within(1e-9));
      PolicyContent content = learner.replicaPolicies(0).get(0);
      assertThat(content.spec().agent()).isEqualTo(algorithm.label());
      assertThat(content.spec().actions()).isEqualTo(GRID);
    }
  }

  /** Two updates are owed by then, both before {@code headsFrom}. */
  @Test
  void beforeItsTimeAnAgentOffersTheTeamsOwnRanking() {
    try (Learner learner = new Learner(CONFIG, NONE, settings(Algorithm.DQN))) {
      for (int page = 0; page < 90; page++) {
        learner.consume(page(page, Algorithm.DQN));
        while (learner.owesUpdate()) {
          learner.update();
        }
      }
      assertThat(learner.updates()).isPositive();
      assertThat(units(learner, "calm", "keen")).containsExactly(0, 0);
      assertThat(learner.replicaPolicies(0).get(0).weights().tensor("actor_out_bias").values())
          .containsOnly(0);
    }
  }

  @Test
  void aCheckpointOfAnotherAlgorithmOrGridIsRefused() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner learner = new Learner(CONFIG, NONE, settings(Algorithm.DQN))) {
      for (int page = 0; page < 60; page++) {
        learner.consume(page(page, Algorithm.DQN));
      }
      checkpoints.save(learner, Map.of());
    }
    try (Learner other = new Learner(CONFIG, NONE, settings(Algorithm.DUELING_DQN))) {
      assertThatExceptionOfType(CheckpointMismatchException.class)
          .isThrownBy(() -> checkpoints.restore(other))
          .withMessageContaining("another algorithm: it has dqn, this learner has dueling-dqn");
    }
    ActionSpace finer = ActionSpace.DEFAULT.onGrid(List.of(0.5, 1.0, 1.5));
    try (Learner other = new Learner(CONFIG, NONE, settings(Algorithm.DQN, finer))) {
      assertThatExceptionOfType(CheckpointMismatchException.class)
          .isThrownBy(() -> checkpoints.restore(other))
          .withMessageContaining("another actions")
          .withMessageContaining("on [0.5, 1.0, 1.5]");
    }
  }

  @Test
  void algorithmGridAndExplorationMustFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Algorithm.DQN, ActionSpace.DEFAULT))
        .withMessageContaining("dqn is to act on ActionSpace[size=1, min=0.25, max=4.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Algorithm.DDPG, GRID))
        .withMessageContaining("trainer.grid is for discrete algorithms");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                settings(Algorithm.DQN)
                    .withAgents(
                        List.of(
                            TrainedAgent.of("agent", LoggedTransitions.AGENT_BUCKET, "policy"))))
        .withMessageContaining("must be epsilon_greedy");
  }

  /** Epanechnikov, h = ½, on −½, 0 and ½ around 0: heights 0, 1 and 0. */
  @Test
  void theJudgesWeightsAreProbabilitiesOfThePoints() {
    assertThat(ReplicaJudge.probability(new double[] {-0.5, 0, 0.5}, 0, 0)).isEqualTo(1);
    double[] grid = {-1, -0.4, -0.2, 0, 0.3, 1};
    // Around 0: 1 − 0.64 = 0.36, 1 − 0.16 = 0.84, 1 and 1 − 0.36 = 0.64, 2.84 in all.
    assertThat(ReplicaJudge.probability(grid, -0.4, 0)).isCloseTo(0.36 / 2.84, within(1e-9));
    assertThat(ReplicaJudge.probability(grid, 0.3, 0)).isCloseTo(0.64 / 2.84, within(1e-9));
    assertThat(ReplicaJudge.probability(grid, 0.1, 0)).as("no point").isZero();
  }

  private Transition page(int number, Algorithm algorithm) {
    String context = number % 2 == 0 ? "calm" : "keen";
    ActionGrid points = ActionGrid.of(GRID).orElseThrow();
    int point = random.nextDouble() < EPSILON ? random.nextInt(5) : 0;
    double best = context.equals("calm") ? -0.5 : 1;
    double away = points.unit(point)[0] - best;
    return LoggedTransitions.ownPage(
        number,
        algorithm.label(),
        state(context),
        points.action(point),
        EPSILON / 5 + (point == 0 ? 1 - EPSILON : 0),
        1 - away * away + 0.3 * random.nextGaussian());
  }

  private static State state(String context) {
    return new State(List.of(), Map.of(), Map.of("context", context));
  }

  /** What is published, in plain arrays: the point of the greatest output, the first of equals. */
  private static double[] units(Learner learner, String... contexts) {
    PolicyContent content = learner.replicaPolicies(0).get(0);
    Encoder encoder = new Encoder(CONFIG, content.preprocessing(), NONE);
    ReferenceNetwork network = new ReferenceNetwork(CONFIG, NONE, content.weights());
    ActionGrid points = ActionGrid.of(GRID).orElseThrow();
    double[] units = new double[contexts.length];
    for (int i = 0; i < units.length; i++) {
      double[] outputs = network.head("actor", network.embed(encoder.encode(state(contexts[i]))));
      int best = 0;
      for (int point = 1; point < outputs.length; point++) {
        best = outputs[point] > outputs[best] ? point : best;
      }
      units[i] = points.unit(best)[0];
    }
    return units;
  }

  private static LearnerSettings settings(Algorithm algorithm) {
    return settings(algorithm, GRID);
  }

  private static LearnerSettings settings(Algorithm algorithm, ActionSpace actions) {
    AdamSettings adam = AdamSettings.of(3e-3, 10);
    ExplorationSchedule epsilon =
        new ExplorationSchedule(Kind.EPSILON_GREEDY, EPSILON, EPSILON, 1_000, 0);
    LearnerSettings usual = LearnerTest.SETTINGS;
    return new LearnerSettings(
        List.of(
            new TrainedAgent(
                "agent", LoggedTransitions.AGENT_BUCKET, "policy", epsilon, Optional.empty())),
        actions,
        algorithm,
        new PolicyLearnerSettings(
            0.9, adam, adam, adam, 1e-4, 0.01, 0.2, 1, usual.agent().linear()),
        1,
        3_000,
        3_000,
        usual.sampling(),
        64,
        16,
        50,
        100,
        usual.zScoreMemory(),
        usual.rewardLimit(),
        9);
  }
}
