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
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The losses and one Adam step, recomputed in plain arrays with gradients by differences. */
class AdvantageDdpgLossTest {
  private static final double GAMMA = 0.8;
  private static final double DECAY = 0.01;
  private static final double PULL = 0.05;
  private static final double RATE = 1e-3;
  private static final ActionSpace SPACE = new ActionSpace(2, 0.5, 4);

  private final SplitMix64 random = new SplitMix64(11);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<EncodedTransition> transitions = new ArrayList<>();
  private final double[] importance = new double[24];
  private AdvantageDdpg agent;
  private Weights before;
  private ReferenceNetwork reference;

  @BeforeEach
  void build() {
    AdamSettings adam = AdamSettings.of(RATE, Double.POSITIVE_INFINITY);
    agent =
        new AdvantageDdpg(
            config,
            SPACE,
            List.of("first", "second"),
            new PolicyLearnerSettings(GAMMA, adam, adam, adam, DECAY, PULL, 0.2, 1, adam),
            5);
    before = Fixtures.shaken(agent.snapshot(), random);
    agent.restore(before);
    reference = new ReferenceNetwork(config, embeddings, before);
    Arrays.fill(importance, 1);
    for (int i = 0; i < importance.length; i++) {
      transitions.add(
          new EncodedTransition(
              Fixtures.state(config, random),
              new float[] {random.nextFloat() * 2 - 1, random.nextFloat() * 2 - 1},
              (float) random.nextGaussian(),
              i % 4 == 0 ? Optional.empty() : Optional.of(Fixtures.state(config, random)),
              i % 3 - 1));
    }
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void lossesAndFiguresEqualThePlainOnes() {
    UpdateFigures figures = agent.update(batch(transitions));
    assertThat(figures.valueLoss()).isCloseTo(valueLoss(targets()), within(1e-4));
    for (int k = 0; k < 2; k++) {
      UpdateFigures.Agent own = figures.agents().get(k);
      assertThat(own.rows()).isEqualTo(8);
      double plainDecay = DECAY * kernels(k);
      double error = advantageLoss(k, residuals(k)) - plainDecay;
      assertThat(own.advantageLoss()).isCloseTo(error, within(1e-4));
      assertThat(own.actorLoss()).isCloseTo(-gain(k), within(1e-4));
    }
    double meanValue = transitions.stream().mapToDouble(t -> v(t)).average().orElseThrow();
    assertThat(figures.meanValue()).isCloseTo(meanValue, within(1e-4));
    assertThat(figures.otherRows()).isEqualTo(8);
  }

  @Test
  void theValuesGradientsAreThoseOfItsLossWithAFixedTarget() {
    double[] targets = targets();
    agent.update(batch(transitions));
    for (String name : names("state_", "value_")) {
      requireStepped(name, "value", () -> valueLoss(targets));
    }
  }

  @Test
  void theAdvantagesGradientsAreThoseOfItsLossWithAFixedTarget() {
    for (int k = 0; k < 2; k++) {
      int agentIndex = k;
      double[] residuals = residuals(k);
      agent.restore(before);
      agent.update(batch(transitions));
      for (String name : names(agent(k) + "_advantage")) {
        requireStepped(name, agent(k) + "_advantage", () -> advantageLoss(agentIndex, residuals));
      }
    }
  }

  @Test
  void importanceWeightsEnterTheLossesOfValueAndAdvantage() {
    double[] targets = targets();
    double[] residuals = residuals(0);
    TransitionBatch batch = batch(transitions);
    for (int i = 0; i < importance.length; i++) {
      batch.weights()[i] = random.nextFloat(0.2f, 1);
      importance[i] = batch.weights()[i];
    }
    agent.update(batch);
    requireStepped("value_out_kernel", "value", () -> valueLoss(targets));
    requireStepped(
        agent(0) + "_advantage_out_kernel",
        agent(0) + "_advantage",
        () -> advantageLoss(0, residuals));
  }

  @Test
  void theActorsGradientsAreThoseOfItsLossThroughTheAdvantagesActionInput() {
    for (int k = 0; k < 2; k++) {
      int agentIndex = k;
      agent.restore(before);
      agent.update(batch(transitions));
      for (String name : names(agent(k) + "_actor")) {
        requireStepped(name, agent(k) + "_actor", () -> PULL * pull(agentIndex) - gain(agentIndex));
      }
    }
  }

  @Test
  void trafficOfOthersTeachesTheValueOnly() {
    List<EncodedTransition> others =
        transitions.stream().filter(t -> t.agent() == EncodedTransition.NO_AGENT).toList();
    agent.update(batch(others));
    Weights after = agent.snapshot();
    assertThat(names("agent_")).allMatch(name -> after.tensor(name).equals(before.tensor(name)));
    assertThat(names("value_out")).noneMatch(n -> after.tensor(n).equals(before.tensor(n)));
  }

  @Test
  void anotherAgentsTrafficLeavesAnAgentAlone() {
    List<EncodedTransition> first = transitions.stream().filter(t -> t.agent() == 0).toList();
    agent.update(batch(first));
    Weights after = agent.snapshot();
    assertThat(names(agent(1))).allMatch(name -> after.tensor(name).equals(before.tensor(name)));
    assertThat(names(agent(0) + "_actor_out"))
        .noneMatch(name -> after.tensor(name).equals(before.tensor(name)));
  }

  @Test
  void onlyTheValuesLossMovesTheStateNetwork() {
    List<EncodedTransition> own = transitions.stream().filter(t -> t.agent() == 0).toList();
    agent.update(batch(own));
    Weights withHeads = agent.snapshot();
    agent.restore(before);
    agent.updateValue(batch(own));
    Weights withoutHeads = agent.snapshot();
    assertThat(names("state_", "value_"))
        .allMatch(name -> withHeads.tensor(name).equals(withoutHeads.tensor(name)));
  }

  private void requireStepped(String name, String objective, DoubleSupplier loss) {
    FirstStep.require(agent.snapshot(), reference, name, objective, RATE, loss);
  }

  private double valueLoss(double[] targets) {
    double sum = 0;
    for (int i = 0; i < transitions.size(); i++) {
      sum += importance[i] * square(targets[i] - v(transitions.get(i)));
    }
    return sum / transitions.size();
  }

  /** y = r + γ·V(s'). */
  private double[] targets() {
    return transitions.stream()
        .mapToDouble(t -> t.reward() + t.next().map(s -> GAMMA * v(reference.embed(s))).orElse(0.0))
        .toArray();
  }

  /** t = y + γ·A(s', μ(s')) − V(s). */
  private double[] residuals(int k) {
    double[] residuals = targets();
    for (int i = 0; i < residuals.length; i++) {
      EncodedTransition t = transitions.get(i);
      double later =
          t.next().map(reference::embed).map(s -> GAMMA * advantage(k, s, unit(k, s))).orElse(0.0);
      residuals[i] += later - v(t);
    }
    return residuals;
  }

  private double advantageLoss(int k, double[] residuals) {
    double sum = 0;
    int rows = 0;
    for (int i = 0; i < residuals.length; i++) {
      EncodedTransition t = transitions.get(i);
      if (t.agent() == k) {
        double[] u = {t.action()[0], t.action()[1]};
        sum += importance[i] * square(residuals[i] - advantage(k, reference.embed(t.state()), u));
        rows++;
      }
    }
    return sum / rows + DECAY * kernels(k);
  }

  private double kernels(int k) {
    double sum = 0;
    for (String layer : List.of("hidden", "out")) {
      for (double w : reference.weight(agent(k) + "_advantage_" + layer + "_kernel")) {
        sum += w * w;
      }
    }
    return sum;
  }

  private double gain(int k) {
    return transitions.stream()
        .filter(t -> t.agent() == k)
        .map(t -> reference.embed(t.state()))
        .mapToDouble(s -> advantage(k, s, unit(k, s)))
        .average()
        .orElseThrow();
  }

  private double pull(int k) {
    double unit = SPACE.neutralUnit();
    double neutral = 0.5 * Math.log((1 + unit) / (1 - unit));
    return transitions.stream()
        .filter(t -> t.agent() == k)
        .map(t -> reference.head(agent(k) + "_actor", reference.embed(t.state())))
        .mapToDouble(z -> (square(z[0] - neutral) + square(z[1] - neutral)) / 2)
        .average()
        .orElseThrow();
  }

  private double[] unit(int k, double[] s) {
    double[] z = reference.head(agent(k) + "_actor", s);
    return new double[] {Math.tanh(z[0]), Math.tanh(z[1])};
  }

  private double advantage(int k, double[] s, double[] u) {
    double[] c = reference.head(agent(k) + "_advantage", s);
    return c[0] + c[1] * u[0] + c[2] * u[1] + c[3] * square(u[0]) + c[4] * square(u[1]);
  }

  private double v(EncodedTransition transition) {
    return v(reference.embed(transition.state()));
  }

  private double v(double[] s) {
    return reference.head("value", s)[0];
  }

  private List<String> names(String... prefixes) {
    return before.names().stream()
        .filter(name -> !name.matches(".*_(m|v)_.*|.*_power"))
        .filter(name -> Arrays.stream(prefixes).anyMatch(name::startsWith))
        .toList();
  }

  private TransitionBatch batch(List<EncodedTransition> of) {
    TransitionBatch batch = new TransitionBatch(config, embeddings, 2, 2, of.size());
    of.forEach(batch::add);
    return batch;
  }

  private static String agent(int k) {
    return "agent_" + List.of("first", "second").get(k);
  }

  private static double square(double x) {
    return x * x;
  }
}
