package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

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
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.PolicySpec.Exploration.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Learners that learn from what their newest policies drew. */
class OnPolicyLearnerTest {
  private static final FeatureConfig CONFIG = Fixtures.contextConfig(16);
  private static final ItemEmbeddings NONE = ItemEmbeddings.none(1);
  private static final List<String> CONTEXTS = List.of("calm", "keen");
  private static final double SIGMA = 0.3;
  private static final int CAPACITY = 600;

  private final SplitMix64 random = new SplitMix64(19);

  @TempDir private Path home;

  /**
   * r = 1 − (u − u*)² + noise, u* = −0.4 and 0.4; a new policy is served every 100 pages, and
   * nobody has to tell the learner by which of them a page was drawn but the page's propensity.
   */
  @ParameterizedTest
  @EnumSource(names = {"PPO", "A2C"})
  void theBestActionOfEachContextIsFound(Algorithm algorithm) {
    try (Learner learner = new Learner(CONFIG, NONE, settings(algorithm, SIGMA))) {
      double[] served = units(learner);
      assertThat(served).containsExactly(0, 0);
      for (int page = 0; page < 6_000; page++) {
        learn(learner, page(page, algorithm, served));
        served = page % 100 == 0 ? units(learner) : served;
      }
      assertThat(units(learner)).containsExactly(new double[] {-0.4, 0.4}, within(0.2));
      assertThat(learner.figures().replaySize()).as("older ones are forgotten").isEqualTo(CAPACITY);
    }
  }

  /** Densities are part of what a checkpoint keeps: else it would go on without a policy's rows. */
  @Test
  void aRestoredLearnerContinuesExactly() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    List<Transition> pages = new ArrayList<>();
    for (int page = 0; page < 600; page++) {
      pages.add(page(page, Algorithm.PPO, new double[] {0.1, -0.1}));
    }
    try (Learner learner = new Learner(CONFIG, NONE, settings(Algorithm.PPO, SIGMA));
        Learner restored = new Learner(CONFIG, NONE, settings(Algorithm.PPO, SIGMA))) {
      pages.subList(0, 300).forEach(page -> learn(learner, page));
      checkpoints.save(learner, Map.of());
      checkpoints.restore(restored);
      double[] before = units(learner);
      pages.subList(300, 600).forEach(page -> learn(learner, page));
      pages.subList(300, 600).forEach(page -> learn(restored, page));
      assertThat(units(learner)).isNotEqualTo(before);
      assertThat(restored.parameters()).isEqualTo(learner.parameters());
    }
  }

  @Test
  void explorationMustBeAPolicysOwnDraws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Algorithm.PPO, 0))
        .withMessage(
            "trainer.exploration of agent must be gaussian with an end of 0.05 or more with"
                + " algorithm ppo, which learns from what its policy draws");
    assertThat(
            LearnerSettings.unfit(
                Algorithm.A2C,
                new ExplorationSchedule(Kind.ORNSTEIN_UHLENBECK, 0.4, 0.2, 1_000, 0.15)))
        .isPresent();
    assertThat(LearnerSettings.unfit(Algorithm.ADVANTAGE_DDPG, schedule(0))).isEmpty();
  }

  private static void learn(Learner learner, Transition page) {
    learner.consume(page);
    while (learner.owesUpdate()) {
      learner.update();
    }
  }

  private Transition page(int number, Algorithm algorithm, double[] served) {
    int context = number % 2;
    double best = context == 0 ? -0.4 : 0.4;
    double unit = draw(served[context]);
    return LoggedTransitions.ownPage(
        number,
        algorithm.label(),
        state(CONTEXTS.get(context)),
        ActionSpace.DEFAULT.actionFromUnit(unit),
        density(unit, served[context]),
        1 - (unit - best) * (unit - best) + 0.3 * random.nextGaussian());
  }

  private double draw(double mean) {
    while (true) {
      double unit = mean + SIGMA * random.nextGaussian();
      if (Math.abs(unit) <= 1) {
        return unit;
      }
    }
  }

  /** Of the normal distribution cut at ±1, its mass by the rule of rectangles. */
  private static double density(double unit, double mean) {
    double mass = 0;
    for (double x = -0.9995; x < 1; x += 0.001) {
      mass += 0.001 * bell(x - mean);
    }
    return bell(unit - mean) / mass;
  }

  private static double bell(double away) {
    return Math.exp(-away * away / (2 * SIGMA * SIGMA));
  }

  private static State state(String context) {
    return new State(List.of(), Map.of(), Map.of("context", context));
  }

  /** What would be published now, in plain arrays. */
  private static double[] units(Learner learner) {
    PolicyContent content = learner.replicaPolicies(0).get(0);
    Encoder encoder = new Encoder(CONFIG, content.preprocessing(), NONE);
    ReferenceNetwork network = new ReferenceNetwork(CONFIG, NONE, content.weights());
    return CONTEXTS.stream()
        .map(context -> network.embed(encoder.encode(state(context))))
        .mapToDouble(s -> Math.tanh(network.head("actor", s)[0]))
        .toArray();
  }

  private static ExplorationSchedule schedule(double end) {
    return new ExplorationSchedule(Kind.GAUSSIAN, SIGMA, end, 1_000, 0.15);
  }

  private static LearnerSettings settings(Algorithm algorithm, double end) {
    LearnerSettings usual = LearnerTest.SETTINGS;
    return new LearnerSettings(
        List.of(
            new TrainedAgent(
                "agent",
                LoggedTransitions.AGENT_BUCKET,
                "policy",
                schedule(end),
                Optional.empty())),
        ActionSpace.DEFAULT,
        algorithm,
        usual.agent(),
        1,
        usual.replayCapacity(),
        CAPACITY,
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
