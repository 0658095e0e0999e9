package io.pageturner.learning.agent.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.ReferenceMlp;
import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.Worlds;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActorCriticTest {
  private static final int ROWS = 30;
  private static final double CLIP = 0.2;
  private static final NetworkSettings SMALL =
      new NetworkSettings(List.of(16, 16), Activation.TANH, 0.5, 0.01);
  private static final A2cSettings A2C =
      new A2cSettings(0.9, 1, 4, 10, SMALL, Schedule.constant(5e-3), 0.5);
  private static final PpoSettings PPO =
      new PpoSettings(
          0.9, 0.9, 4, 32, 5, 32, Schedule.constant(0.2), SMALL, Schedule.constant(5e-3), 0.5);

  @ParameterizedTest
  @EnumSource(PolicyLoss.class)
  void theDiscreteLossEqualsOneWorkedInPlainArrays(PolicyLoss policyLoss) {
    Space<Integer> space = new Space.Discrete(3);
    try (ActorCriticGraph<Integer> graph = graph(space, policyLoss)) {
      ActorCriticGraph.Batch batch = batch(1, random -> random.nextInt(3));
      double expected = discreteLoss(policyLoss, batch, Snapshots.of(graph.parameters(), 0));
      assertThat((double) graph.update(batch, 1e-3, CLIP)).isCloseTo(expected, within(1e-4));
    }
  }

  /** What A3C's workers send: by central differences of the loss in plain arrays. */
  @Test
  void theGradientsAreThoseOfTheLossWorkedInPlainArrays() {
    Space<Integer> space = new Space.Discrete(3);
    try (ActorCriticGraph<Integer> graph = graph(space, PolicyLoss.GRADIENT)) {
      ActorCriticGraph.Batch batch = batch(1, random -> random.nextInt(3));
      Weights weights = Snapshots.of(graph.parameters(), 0);
      float[][] found = graph.gradients(batch);
      float h = 1f / 256;
      for (int k = 0; k < found.length; k++) {
        Parameter parameter = graph.learned().get(k);
        for (int i = 0; i < Math.min(3, parameter.size()); i++) {
          double up = discreteLoss(PolicyLoss.GRADIENT, batch, moved(weights, parameter, i, h));
          double down = discreteLoss(PolicyLoss.GRADIENT, batch, moved(weights, parameter, i, -h));
          assertThat((double) found[k][i])
              .as("%s[%d]", parameter.name(), i)
              .isCloseTo((up - down) / (2 * h), within(1e-3));
        }
      }
    }
  }

  private static Weights moved(Weights weights, Parameter parameter, int i, float by) {
    float[] values = weights.tensor(parameter.name()).values();
    values[i] += by;
    Map<String, Tensor> moved = new LinkedHashMap<>(weights.asMap());
    moved.put(parameter.name(), new Tensor(parameter.shape(), values));
    return Weights.of(moved);
  }

  private static double discreteLoss(
      PolicyLoss policyLoss, ActorCriticGraph.Batch batch, Weights weights) {
    ReferenceMlp policy = new ReferenceMlp(weights, "policy", Math::tanh);
    double[] log = new double[ROWS];
    double entropy = 0;
    for (int i = 0; i < ROWS; i++) {
      double[] logits = policy.apply(state(batch, i));
      double sum = Arrays.stream(logits).map(Math::exp).sum();
      log[i] = logits[(int) batch.actions()[i]] - Math.log(sum);
      for (double logit : logits) {
        double p = Math.exp(logit) / sum;
        entropy -= p * Math.log(p) / ROWS;
      }
    }
    return loss(policyLoss, batch, log, weights) - 0.01 * entropy;
  }

  @ParameterizedTest
  @EnumSource(PolicyLoss.class)
  void theContinuousLossEqualsOneWorkedInPlainArrays(PolicyLoss policyLoss) {
    Space<float[]> space = new Space.Box(new float[] {-1, -2}, new float[] {1, 2});
    try (ActorCriticGraph<float[]> graph = graph(space, policyLoss)) {
      graph.parameters().write(Map.of("policy_log_sigma", new float[] {-0.5f, 0.3f}));
      ActorCriticGraph.Batch batch = batch(2, random -> random.nextGaussian());
      Weights weights = Snapshots.of(graph.parameters(), 0);
      ReferenceMlp policy = new ReferenceMlp(weights, "policy", Math::tanh);
      double[] logSigma = {-0.5f, 0.3f};
      double[] log = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double[] mean = policy.apply(state(batch, i));
        double density = 1;
        for (int k = 0; k < 2; k++) {
          double sigma = Math.exp(logSigma[k]);
          double z = (batch.actions()[2 * i + k] - mean[k]) / sigma;
          density *= Math.exp(-z * z / 2) / (sigma * Math.sqrt(2 * Math.PI));
        }
        log[i] = Math.log(density);
      }
      double entropy = Math.log(2 * Math.PI * Math.E) + logSigma[0] + logSigma[1];
      double expected = loss(policyLoss, batch, log, weights) - 0.01 * entropy;
      assertThat((double) graph.update(batch, 1e-3, CLIP)).isCloseTo(expected, within(1e-4));
    }
  }

  private static double loss(
      PolicyLoss policyLoss, ActorCriticGraph.Batch batch, double[] log, Weights weights) {
    ReferenceMlp value = new ReferenceMlp(weights, "value", Math::tanh);
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      double advantage = batch.advantages()[i];
      double miss = batch.returns()[i] - value.apply(state(batch, i))[0];
      double ratio = Math.exp(log[i] - batch.oldLog()[i]);
      double near = Math.min(Math.max(ratio, 1 - CLIP), 1 + CLIP);
      double gain =
          switch (policyLoss) {
            case GRADIENT -> log[i] * advantage;
            case CORRECTED -> Math.min(ratio, 1) * log[i] * advantage;
            case CLIPPED -> Math.min(ratio * advantage, near * advantage);
          };
      sum += -gain + 0.5 * miss * miss;
    }
    return sum / ROWS;
  }

  private static <A> ActorCriticGraph<A> graph(Space<A> space, PolicyLoss policyLoss) {
    AdamSettings adam = AdamSettings.of(1e-3, 0.5);
    return new ActorCriticGraph<>(3, space, SMALL, policyLoss, adam, new SplitMix64(4));
  }

  private static float[] state(ActorCriticGraph.Batch batch, int i) {
    return Arrays.copyOfRange(batch.states(), 3 * i, 3 * i + 3);
  }

  private static ActorCriticGraph.Batch batch(int actionSize, ToDoubleFunction<SplitMix64> action) {
    SplitMix64 random = new SplitMix64(6);
    ActorCriticGraph.Batch batch =
        new ActorCriticGraph.Batch(
            ROWS,
            new float[3 * ROWS],
            new float[actionSize * ROWS],
            new float[ROWS],
            new float[ROWS],
            new float[ROWS]);
    for (int i = 0; i < 3 * ROWS; i++) {
      batch.states()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < actionSize * ROWS; i++) {
      batch.actions()[i] = (float) action.applyAsDouble(random);
    }
    for (int i = 0; i < ROWS; i++) {
      batch.advantages()[i] = (float) random.nextGaussian();
      batch.returns()[i] = (float) random.nextGaussian();
      batch.oldLog()[i] = (float) (-1.1 - 0.3 * actionSize + 0.3 * random.nextGaussian());
    }
    return batch;
  }

  /** Two workers of three steps; the first one's second step terminates, the other's is cut off. */
  @Test
  void aRolloutsReturnsAreItsAdvantagesAndV() {
    try (ActorCriticGraph<Integer> graph = graph(new Space.Discrete(3), PolicyLoss.GRADIENT)) {
      ReferenceMlp value =
          new ReferenceMlp(Snapshots.of(graph.parameters(), 0), "value", Math::tanh);
      SplitMix64 random = new SplitMix64(8);
      Rollout rollout = new Rollout(2, 3, 3, 1);
      List<List<Played>> played = List.of(new ArrayList<>(), new ArrayList<>());
      for (int t = 0; t < 3; t++) {
        for (int worker = 0; worker < 2; worker++) {
          boolean ends = t == 1;
          Played each = Played.draw(random, ends && worker == 0, ends && worker == 1);
          played.get(worker).add(each);
          rollout.add(worker, each.state, new float[] {1}, each.step);
        }
      }
      ActorCriticGraph.Batch batch = graph.batch(rollout, 0.9, 0.8);
      assertThat(batch.rows()).isEqualTo(6);
      for (int worker = 0; worker < 2; worker++) {
        for (int t = 0; t < 3; t++) {
          int row = 3 * worker + t;
          double advantage = advantage(value, played.get(worker), t);
          double now = value.apply(played.get(worker).get(t).state)[0];
          assertThat((double) batch.advantages()[row]).isCloseTo(advantage, within(1e-5));
          assertThat((double) batch.returns()[row]).isCloseTo(advantage + now, within(1e-5));
          assertThat(state(batch, row)).isEqualTo(played.get(worker).get(t).state);
        }
      }
    }
  }

  /**
   * The only minibatch of one round by PPO is one of A2C on advantages of mean 0 and deviation 1: ρ
   * is 1 as long as the policy has not moved, and then ∇ρ is ∇log π.
   */
  @Test
  void pposFirstStepIsThatOfThePolicyGradientOnNormalisedAdvantages() {
    int rows = 12;
    Schedule rate = Schedule.constant(1e-3);
    PpoSettings settings =
        new PpoSettings(0.9, 0.8, 1, rows, 1, rows, Schedule.constant(CLIP), SMALL, rate, 0.5);
    AdamSettings adam = new AdamSettings(1e-3, 0.9, 0.999, 1e-5, 0.5);
    Space<Integer> space = new Space.Discrete(3);
    try (Ppo<Integer> agent = new Ppo<>(new Worlds.Naming(), settings, 4);
        ActorCriticGraph<Integer> twin =
            new ActorCriticGraph<>(3, space, SMALL, PolicyLoss.GRADIENT, adam, new SplitMix64(4))) {
      Map<String, float[]> initial = twin.parameters().read(twin.learned());
      initial.forEach(
          (name, values) ->
              assertThat(agent.snapshot().tensor(name).values()).as(name).isEqualTo(values));
      SplitMix64 random = new SplitMix64(8);
      Rollout rollout = new Rollout(1, rows, 3, 1);
      for (int t = 0; t < rows; t++) {
        Played each = Played.draw(random, false, t == 5);
        Observation seen = Observation.of(each.state);
        int action = agent.explore(0, seen);
        rollout.add(0, each.state, new float[] {action}, each.step);
        agent.learn(0, seen, action, each.step);
      }
      ActorCriticGraph.Batch all = twin.batch(rollout, 0.9, 0.8);
      double mean = 0;
      for (float each : all.advantages()) {
        mean += each / (double) rows;
      }
      double variance = 0;
      for (float each : all.advantages()) {
        variance += (each - mean) * (each - mean) / (rows - 1);
      }
      for (int i = 0; i < rows; i++) {
        all.advantages()[i] = (float) ((all.advantages()[i] - mean) / Math.sqrt(variance));
      }
      twin.update(all, 1e-3, 0);
      twin.parameters()
          .read(twin.learned())
          .forEach(
              (name, values) -> {
                float[] found = agent.snapshot().tensor(name).values();
                assertThat(found).as(name).isNotEqualTo(initial.get(name));
                assertThat(found).as(name).containsExactly(values, within(1e-5f));
              });
    }
  }

  /** Â as the sum of what later errors leave: Σ (γλ)ᵏ·δ to the episode's or the stretch's end. */
  private static double advantage(ReferenceMlp value, List<Played> stretch, int from) {
    double sum = 0;
    for (int t = from; t < stretch.size(); t++) {
      Step step = stretch.get(t).step;
      double next = step.terminated() ? 0 : value.apply(step.next().state())[0];
      double delta = step.reward() + 0.9 * next - value.apply(stretch.get(t).state)[0];
      sum += Math.pow(0.9 * 0.8, t - from) * delta;
      if (step.done()) {
        return sum;
      }
    }
    return sum;
  }

  /** A step of chance. */
  private record Played(float[] state, Step step) {
    static Played draw(SplitMix64 random, boolean terminated, boolean truncated) {
      Observation next = Observation.of(numbers(random));
      return new Played(
          numbers(random), new Step(next, random.nextGaussian(), terminated, truncated));
    }

    private static float[] numbers(SplitMix64 random) {
      float[] numbers = new float[3];
      for (int i = 0; i < 3; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return numbers;
    }
  }

  @Test
  void a2cLearnsTheWorldOfNames() {
    Worlds.Naming world = new Worlds.Naming();
    assertThat(learned(new A2c<>(world, A2C, 1), Worlds.Naming::new, 8_000)).isGreaterThan(9.5);
  }

  @Test
  void a2cLearnsToMeet() {
    Worlds.Meeting world = new Worlds.Meeting();
    assertThat(learned(new A2c<>(world, A2C, 1), Worlds.Meeting::new, 12_000)).isGreaterThan(9);
  }

  @Test
  void ppoLearnsTheWorldOfNames() {
    Worlds.Naming world = new Worlds.Naming();
    assertThat(learned(new Ppo<>(world, PPO, 1), Worlds.Naming::new, 6_000)).isGreaterThan(9.5);
  }

  @Test
  void ppoLearnsToMeet() {
    Worlds.Meeting world = new Worlds.Meeting();
    assertThat(learned(new Ppo<>(world, PPO, 1), Worlds.Meeting::new, 8_000)).isGreaterThan(9);
  }

  private static <A> double learned(
      Agent<A> made, Supplier<? extends Environment<A>> worlds, long steps) {
    try (Agent<A> agent = made) {
      return Training.run(agent, worlds, TrainingSettings.of(steps)).last().mean();
    }
  }

  @Test
  void candidatesAreForDqn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new A2c<>(new Worlds.Picking(), A2C, 1))
        .withMessageContaining("Candidates");
  }
}
