package io.pageturner.learning.agent.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.Worlds;
import io.pageturner.learning.agent.dqn.Dqn;
import io.pageturner.learning.agent.dqn.DqnSettings;
import io.pageturner.learning.agent.dqn.NextValue;
import io.pageturner.learning.agent.dqn.QHead;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.lifecycle.Weights;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearHeadsTest {
  private static final Optimiser FTRL = new Optimiser.FtrlProximal(0.5, 1, 0, 0);
  private static final Optimiser SGD = new Optimiser.Sgd(0.05);
  private static final LinearHeadsSettings WITH_FTRL = settings(0.9, Link.IDENTITY, FTRL);
  private static final LinearHeadsSettings WITH_SGD = settings(0.9, Link.IDENTITY, SGD);

  private static LinearHeadsSettings settings(double gamma, Link link, Optimiser optimiser) {
    return new LinearHeadsSettings(gamma, link, optimiser, optimiser, Schedule.constant(0.2));
  }

  /**
   * Algorithm 1 of McMahan et al. with α = ½, β = 1, λ₁ = 0.1, λ₂ = 2, worked by hand: slopes 3 and
   * −2 on x = (1, 0, 0.01).
   *
   * <p>Coordinate 0: g = 3, w = 0: z = 3, n = 9; w = −(3 − 0.1)/((1 + 3)/0.5 + 2) = −0.29. Then g =
   * −2: σ = (√13 − 3)/0.5; z = 3 − 2 − σ·(−0.29), n = 13. Coordinate 2: g = 0.03, thus |z| stays
   * below λ₁ and w is 0.
   */
  @Test
  void ftrlEqualsTheFormulaPerCoordinate() {
    LinearModel model = new Optimiser.FtrlProximal(0.5, 1, 0.1, 2).model(3);
    model.learn(new float[] {1, 0, 0.01f}, 3);
    assertThat(model.score(new float[] {1, 0, 0})).isCloseTo(-0.29, within(1e-6));
    model.learn(new float[] {1, 0, 0.01f}, -2);
    double z = 3 - 2 - (Math.sqrt(13) - 3) / 0.5 * -0.29;
    double expected = -(z - 0.1) / ((1 + Math.sqrt(13)) / 0.5 + 2);
    assertThat(model.score(new float[] {1, 0, 0})).isCloseTo(expected, within(1e-6));
    assertThat(model.score(new float[] {0, 1, 1})).isZero();
  }

  /** γ = 0.9, η = 0.05, φ(s) of one number: two steps of V and A worked by hand. */
  @Test
  void valueAndAdvantageStepFromTheSameMoment() {
    LinearHeads heads = new LinearHeads(1, 2, WITH_SGD);
    float[] left = {1, 0};
    float[] right = {0, 1};
    heads.learn(new float[] {2}, left, 10);
    // V = 0.05·10·(1, 2)·(1, 2) = 2.5, A(left) the same on its own weights, A(right) = 0.
    assertThat(heads.value(new float[] {2})).isCloseTo(2.5, within(1e-5));
    assertThat(heads.values(new float[] {2}, List.of(left, right)))
        .containsExactly(new double[] {5, 2.5}, within(1e-5));
    heads.learn(
        new float[] {0}, right, 1, new LinearHeads.Next(new float[] {2}, List.of(left, right)));
    // y = 1 + 0.9·2.5 = 3.25 for V, 1 + 0.9·5 = 5.5 for Q; both said 0.5 (the constant) before.
    double v = 0.5 + 0.05 * (3.25 - 0.5);
    double q = v + 0.05 * (5.5 - 0.5);
    assertThat(heads.value(new float[] {0})).isCloseTo(v, within(1e-5));
    assertThat(heads.values(new float[] {0}, List.of(right)))
        .containsExactly(new double[] {q}, within(1e-5));
  }

  @Test
  void theBaselinesTrafficMovesOnlyTheValue() {
    LinearHeads heads = new LinearHeads(1, 1, WITH_FTRL);
    heads.learnValue(new float[] {1}, 3);
    heads.learnValue(new float[] {1}, 3, new LinearHeads.Next(new float[] {1}, List.of()));
    double v = heads.value(new float[] {1});
    assertThat(v).isPositive();
    assertThat(heads.values(new float[] {1}, List.of(new float[] {1}))).containsExactly(v);
  }

  @Test
  void ftrlLearnsTheWorldOfNames() {
    assertThat(learned(Worlds.Naming::new, Embedding.none(), WITH_FTRL)).isGreaterThan(9.5);
  }

  @Test
  void sgdLearnsTheWorldOfNames() {
    assertThat(learned(Worlds.Naming::new, Embedding.none(), WITH_SGD)).isGreaterThan(9.5);
  }

  @Test
  void theRightCandidateOfAListIsLearned() {
    assertThat(learned(Worlds.Picking::new, Embedding.none(), WITH_FTRL)).isGreaterThan(9.5);
  }

  /** The best action pays 1, the others 0: a probability. */
  @Test
  void logisticHeadsLearnHowLikelyAPaymentIs() {
    LinearHeadsSettings settings = settings(0, Link.LOGISTIC, FTRL);
    try (LinearAgent agent = new LinearAgent(new Worlds.Naming(), Embedding.none(), settings, 1)) {
      Training.run(agent, Worlds.Naming::new, TrainingSettings.of(6_000));
      double[] q = agent.values(Observation.of(0f, 1f, 0f));
      assertThat(q[1]).isGreaterThan(0.9);
      assertThat(q[0]).isLessThan(0.2);
      assertThat(q[2]).isLessThan(0.2);
    }
  }

  /** Whether two signs agree is no linear function of them; it is one of a trained layer. */
  @Test
  void aFrozenLayerMakesLinearHeadsLearnWhatTheStateAloneDoesNotTell() {
    double alone = learned(Worlds.Agreeing::new, Embedding.none(), WITH_FTRL);
    double embedded = learned(Worlds.Agreeing::new, trainedOffline(), WITH_FTRL);
    assertThat(alone).isLessThan(9);
    assertThat(embedded).isGreaterThan(9.5);
  }

  private static Embedding trainedOffline() {
    DqnSettings settings =
        new DqnSettings(
            0.9,
            1,
            NextValue.MAX,
            QHead.PLAIN,
            List.of(16, 16),
            Schedule.constant(5e-3),
            10,
            5_000,
            new Sampling.Uniform(),
            32,
            100,
            4,
            2,
            50,
            Schedule.linear(1, 0.05, 500));
    try (Dqn offline = new Dqn(new Worlds.Agreeing(), settings, 1)) {
      Training.run(offline, Worlds.Agreeing::new, TrainingSettings.of(3_000));
      return Embedding.hidden(offline.snapshot(), "q", Activation.RELU);
    }
  }

  private static double learned(
      Supplier<? extends Environment<Integer>> worlds,
      Embedding embedding,
      LinearHeadsSettings settings) {
    try (LinearAgent agent = new LinearAgent(worlds.get(), embedding, settings, 1)) {
      return Training.run(agent, worlds, TrainingSettings.of(3_000)).last().mean();
    }
  }

  @ParameterizedTest
  @EnumSource(Link.class)
  void aSnapshotCarriesEverythingOver(Link link) {
    LinearHeadsSettings settings = settings(0, link, FTRL);
    LinearAgent first = new LinearAgent(new Worlds.Naming(), Embedding.none(), settings, 1);
    LinearAgent second = new LinearAgent(new Worlds.Naming(), Embedding.none(), settings, 2);
    Training.run(first, Worlds.Naming::new, TrainingSettings.of(100));
    Weights learned = first.snapshot();
    second.restore(learned);
    assertThat(second.snapshot()).isEqualTo(learned);
    assertThat(Snapshots.steps(learned)).isEqualTo(100);
    LinearAgent other = new LinearAgent(new Worlds.Picking(), Embedding.none(), settings, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.restore(learned))
        .withMessageContaining("value_");
  }

  @Test
  void whatCannotBeLearnedIsNamed() {
    LinearHeads logistic = new LinearHeads(1, 1, settings(0.9, Link.LOGISTIC, SGD));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logistic.learn(new float[] {1}, new float[] {1}, 2))
        .withMessage("linear-heads.link LOGISTIC cannot learn the target r + γ·V(s') = 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logistic.value(new float[2]))
        .withMessage("embedding must have 1 numbers, had 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimiser.FtrlProximal(0, 1, 0, 0))
        .withMessage("linear-heads.alpha must be above 0 and finite, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedding.hidden(Weights.of(Map.of()), "q", Activation.RELU))
        .withMessageStartingWith("no network 'q' with a hidden layer");
  }
}
