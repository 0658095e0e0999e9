package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.SgdSettings;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One step of linear heads, recomputed in plain arrays with the gradients of linear models. */
class LinearHeadsLossTest {
  private static final double GAMMA = 0.8;
  private static final double DECAY = 0.01;
  private static final double RATE = 0.05;
  private static final int ROWS = 20;

  private final SplitMix64 random = new SplitMix64(12);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<EncodedTransition> transitions = new ArrayList<>();
  private AdvantageDdpg agent;
  private Weights before;
  private ReferenceNetwork reference;

  @BeforeEach
  void build() {
    AdamSettings adam = AdamSettings.of(1e-3, Double.POSITIVE_INFINITY);
    agent =
        new AdvantageDdpg(
            config,
            ActionSpace.DEFAULT,
            List.of("only"),
            new PolicyLearnerSettings(
                GAMMA,
                adam,
                adam,
                adam,
                DECAY,
                0.05,
                0.2,
                1,
                new SgdSettings(RATE, Double.POSITIVE_INFINITY)),
            StateSharing.FROZEN,
            5);
    before = Fixtures.shaken(agent.snapshot(), random);
    agent.restore(before);
    reference = new ReferenceNetwork(config, embeddings, before);
    for (int i = 0; i < ROWS; i++) {
      transitions.add(
          new EncodedTransition(
              Fixtures.state(config, random),
              new float[] {random.nextFloat() * 2 - 1},
              (float) random.nextGaussian(),
              i % 4 == 0 ? Optional.empty() : Optional.of(Fixtures.state(config, random)),
              i % 2 == 0 ? 0 : EncodedTransition.NO_AGENT));
    }
  }

  @AfterEach
  void close() {
    agent.close();
  }

  /** ∂/∂w of the mean of (y − V₀(s) − w·s − b)² is −2·mean((y − V(s))·s), y held. */
  @Test
  void theCorrectionOfTheValueStepsOnAllTraffic() {
    double[] slope = new double[config.network().state()];
    double bias = 0;
    for (EncodedTransition t : transitions) {
      double[] s = reference.embed(t.state());
      double error = target(t) - v(s);
      for (int i = 0; i < s.length; i++) {
        slope[i] -= 2 * error * s[i] / ROWS;
      }
      bias -= 2 * error / ROWS;
    }
    agent.update(batch());
    for (int i = 0; i < slope.length; i++) {
      assertStepped("value_correction_kernel", i, slope[i]);
    }
    assertStepped("value_correction_bias", 0, bias);
  }

  /** A(s, u) = c₀ + c₁·u + c₂·u² with c = s·W + b: ∂/∂W of the mean of (t − A)² + decay·|W|². */
  @Test
  void theAdvantageStepsOnItsOwnTraffic() {
    double[][] slope = new double[config.network().state()][3];
    double[] bias = new double[3];
    List<EncodedTransition> own = transitions.stream().filter(t -> t.agent() == 0).toList();
    for (EncodedTransition t : own) {
      double[] s = reference.embed(t.state());
      double u = t.action()[0];
      double[] powers = {1, u, u * u};
      double error = residual(t) - advantage(s, u);
      for (int j = 0; j < 3; j++) {
        for (int i = 0; i < s.length; i++) {
          slope[i][j] -= 2 * error * s[i] * powers[j] / own.size();
        }
        bias[j] -= 2 * error * powers[j] / own.size();
      }
    }
    agent.update(batch());
    double[] kernel = reference.weight("agent_only_advantage_kernel");
    for (int j = 0; j < 3; j++) {
      for (int i = 0; i < slope.length; i++) {
        double decay = 2 * DECAY * kernel[3 * i + j];
        assertStepped("agent_only_advantage_kernel", 3 * i + j, slope[i][j] + decay);
      }
      assertStepped("agent_only_advantage_bias", j, bias[j]);
    }
  }

  @Test
  void whatWasLearnedBeforeStaysWhileTheHeadsLearn() {
    agent.update(batch());
    assertThat(moved()).isNotEmpty().noneMatch(LinearHeadsLossTest::offline);
    assertThat(moved()).anyMatch(name -> name.startsWith("agent_only_actor"));
  }

  @Test
  void beforeTheHeadsLearnOnlyTheDeepPartMoves() {
    agent.updateValue(batch());
    assertThat(moved()).isNotEmpty().allMatch(LinearHeadsLossTest::offline);
  }

  private static boolean offline(String name) {
    return name.matches("(state|value_(hidden|out))_.*");
  }

  private List<String> moved() {
    Weights after = agent.snapshot();
    return before.names().stream()
        .filter(name -> !name.matches(".*_(m|v)_.*|.*_power"))
        .filter(name -> !after.tensor(name).equals(before.tensor(name)))
        .toList();
  }

  private void assertStepped(String name, int at, double gradient) {
    double expected = reference.weight(name)[at] - RATE * gradient;
    assertThat((double) agent.snapshot().tensor(name).value(at))
        .as("%s[%d]", name, at)
        .isCloseTo(expected, within(1e-5));
  }

  private double v(double[] s) {
    return reference.head("value", s)[0] + reference.dense("value_correction", s)[0];
  }

  private double target(EncodedTransition t) {
    return t.reward() + t.next().map(s -> GAMMA * v(reference.embed(s))).orElse(0.0);
  }

  /** t = y + γ·A(s', μ(s')) − V(s). */
  private double residual(EncodedTransition t) {
    double later =
        t.next()
            .map(reference::embed)
            .map(s -> GAMMA * advantage(s, Math.tanh(reference.head("agent_only_actor", s)[0])))
            .orElse(0.0);
    return target(t) + later - v(reference.embed(t.state()));
  }

  private double advantage(double[] s, double u) {
    double[] c = reference.dense("agent_only_advantage", s);
    return c[0] + c[1] * u + c[2] * u * u;
  }

  private TransitionBatch batch() {
    TransitionBatch batch = new TransitionBatch(config, embeddings, 1, 1, ROWS);
    transitions.forEach(batch::add);
    return batch;
  }
}
