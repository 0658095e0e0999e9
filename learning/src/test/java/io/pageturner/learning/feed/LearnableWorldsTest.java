package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.Replay;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.FtrlSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two worlds in which the best action is known: one of contexts, one of delayed effects. */
class LearnableWorldsTest {
  private static final FeatureConfig CONFIG = Fixtures.contextConfig(8);
  private static final ItemEmbeddings NONE = ItemEmbeddings.none(1);
  private static final FtrlSettings FTRL = new FtrlSettings(0.3, 0.05, 0, 0, 10);
  private static final double SIGMA = 0.4;
  private static final double NARROW = 0.2;
  private static final int ROUNDS = 60;
  private static final int PAGES = 60;
  private static final int UPDATES = 10;

  private final SplitMix64 random = new SplitMix64(77);
  private final Replay replay = new Replay(CONFIG, 1, 20_000);
  private final TransitionBatch batch = new TransitionBatch(CONFIG, NONE, 1, 1, 128);

  /** Every page is a session; r = 1 − (u − u*(context))² + noise, u* = −0.5 or 0.6. */
  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"ADVANTAGE_DDPG", "SEPARATE_STATES"})
  void theBestActionOfEachContextIsFound(Algorithm algorithm) {
    float[] units = actionsOfTheContexts(algorithm);
    assertThat(units[0]).isCloseTo(-0.5f, within(0.2f));
    assertThat(units[1]).isCloseTo(0.6f, within(0.2f));
  }

  /**
   * They learn from what they drew in the last ten rounds, by its densities. What is best is the
   * whole distribution, cut at the bounds: a wide one's μ would stand beyond the best action.
   */
  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"PPO", "A2C"})
  void policyGradientsFindTheBestActionOfEachContextFromTheirNewestPages(Algorithm algorithm) {
    Replay newest = new Replay(CONFIG, 1, 10 * PAGES);
    batch.explore(0, NARROW);
    try (PolicyLearner agent = agent(algorithm, 0.9)) {
      for (int round = 0; round < 2 * ROUNDS; round++) {
        float[] units = units(agent, 0, 1);
        for (int page = 0; page < PAGES; page++) {
          int context = page % 2;
          float u = TruncatedNormalDraws.draw(random, units[context], NARROW);
          double density = TruncatedNormalDraws.density(u, units[context], NARROW);
          newest.add(
              new EncodedTransition(
                  state(context),
                  new float[] {u},
                  (float) reward(context, u),
                  Optional.empty(),
                  0,
                  (float) density));
        }
        for (int update = 0; update < UPDATES; update++) {
          newest.sample(random, batch);
          agent.update(batch);
        }
      }
      float[] units = units(agent, 0, 1);
      assertThat(units[0]).isCloseTo(-0.5f, within(0.25f));
      assertThat(units[1]).isCloseTo(0.6f, within(0.25f));
    }
  }

  /** Its critic has to tell the little that the action changes from all that a page is worth. */
  @Test
  void plainDdpgFindsTheRightSideOfEachContext() {
    float[] units = actionsOfTheContexts(Algorithm.DDPG);
    assertThat(units[0]).isLessThan(-0.2f);
    assertThat(units[1]).isGreaterThan(0.2f);
  }

  /** A quarter of the rounds went into the state alone, so the side is asked for, not the place. */
  @Test
  void linearHeadsFindTheRightSideOfEachContextOnAStateLearnedBefore() {
    float[] units = actionsOfTheContexts(Algorithm.LINEAR_HEADS);
    assertThat(units[0]).isLessThan(-0.2f);
    assertThat(units[1]).isGreaterThan(0.2f);
  }

  private float[] actionsOfTheContexts(Algorithm algorithm) {
    try (PolicyLearner agent = agent(algorithm, 0.9)) {
      for (int round = 0; round < ROUNDS; round++) {
        float[] units = units(agent, 0, 1);
        for (int page = 0; page < PAGES; page++) {
          int context = page % 2;
          float u = explore(units[context]);
          replay.add(transition(context, u, reward(context, u), Optional.empty()));
        }
        if (algorithm == Algorithm.LINEAR_HEADS && round < ROUNDS / 4) {
          learnValue(agent);
        } else {
          learn(agent);
        }
      }
      return units(agent, 0, 1);
    }
  }

  private double reward(int context, float u) {
    double best = context == 0 ? -0.5 : 0.6;
    return 1 - (u - best) * (u - best) + 0.3 * random.nextGaussian();
  }

  /**
   * Sessions of two pages. On the first a high u costs 0.3·u at once, but makes a second page worth
   * 2 likelier; on the second nothing can be done.
   */
  @Test
  void anActionIsPaidForWhatComesLater() {
    assertThat(firstPagesAction(0.9)).isGreaterThan(0.5f);
  }

  @Test
  void withoutAFutureTheSameWorldIsPlayedForThePageAtHand() {
    assertThat(firstPagesAction(0)).isLessThan(-0.5f);
  }

  private float firstPagesAction(double gamma) {
    int first = 2;
    int inspired = 3;
    int bored = 4;
    try (PolicyLearner agent = agent(Algorithm.ADVANTAGE_DDPG, gamma)) {
      for (int round = 0; round < ROUNDS; round++) {
        float[] units = units(agent, first, inspired, bored);
        for (int page = 0; page < PAGES; page += 2) {
          float u = explore(units[0]);
          int next = random.nextDouble() < (1 + u) / 2 ? inspired : bored;
          double cost = 0.3 * u + 0.1 * random.nextGaussian();
          replay.add(transition(first, u, -cost, Optional.of(state(next))));
          float later = explore(units[next == inspired ? 1 : 2]);
          replay.add(transition(next, later, next == inspired ? 2 : 0, Optional.empty()));
        }
        learn(agent);
      }
      return units(agent, first)[0];
    }
  }

  private PolicyLearner agent(Algorithm algorithm, double gamma) {
    AdamSettings adam = AdamSettings.of(3e-3, 10);
    return algorithm.create(
        CONFIG,
        ActionSpace.DEFAULT,
        List.of("agent"),
        new PolicyLearnerSettings(gamma, adam, adam, adam, 1e-4, 0.01, 0.2, 1, FTRL),
        3);
  }

  private void learn(PolicyLearner agent) {
    for (int update = 0; update < UPDATES; update++) {
      replay.sample(random, batch);
      agent.update(batch);
    }
  }

  private void learnValue(PolicyLearner agent) {
    for (int update = 0; update < UPDATES; update++) {
      replay.sample(random, batch);
      agent.updateValue(batch);
    }
  }

  private float explore(float unit) {
    return (float) Math.max(-1, Math.min(1, unit + SIGMA * random.nextGaussian()));
  }

  private static float[] units(PolicyLearner agent, int... contexts) {
    List<EncodedState> states =
        Arrays.stream(contexts).mapToObj(LearnableWorldsTest::state).toList();
    return agent.unitActions(0, StateBatch.of(CONFIG, NONE, states), contexts.length);
  }

  private static EncodedTransition transition(
      int context, float u, double reward, Optional<EncodedState> next) {
    return new EncodedTransition(state(context), new float[] {u}, (float) reward, next, 0);
  }

  private static EncodedState state(int context) {
    return new EncodedState(
        new int[] {EncodedState.PADDING}, new float[0], new int[] {context + 1});
  }
}
