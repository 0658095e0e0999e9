package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GridDqnTest {
  private static final PolicyLearnerSettings SETTINGS = PolicyLearnerSettings.DEFAULT;
  private static final ActionSpace SPACE =
      ActionSpace.DEFAULT.onGrid(List.of(0.25, 0.5, 1.0, 2.0, 4.0));

  /** The points' unit values in their order: none, one, one, two and two steps from a = 1. */
  private static final double[] UNITS = {0, -0.5, 0.5, -1, 1};

  private final SplitMix64 random = new SplitMix64(3);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<EncodedTransition> transitions = new ArrayList<>();
  private final TransitionBatch batch = batch(i -> random.nextFloat() * 2 - 1);

  /** What is done on a row. */
  @FunctionalInterface
  private interface Actions {
    float unit(int row);
  }

  private TransitionBatch batch(Actions actions) {
    transitions.clear();
    TransitionBatch filled = new TransitionBatch(config, embeddings, 1, 2, 16);
    for (int i = 0; i < 16; i++) {
      EncodedTransition transition =
          new EncodedTransition(
              Fixtures.state(config, random),
              new float[] {actions.unit(i)},
              (float) random.nextGaussian(),
              i % 3 == 0 ? Optional.empty() : Optional.of(Fixtures.state(config, random)),
              i % 3 - 1);
      transitions.add(transition);
      filled.add(transition);
    }
    return filled;
  }

  /** y = r + γ·Q⁻(s', ·) of the point that the algorithm says, on rows of all owners. */
  @ParameterizedTest
  @EnumSource(names = {"DQN", "DOUBLE_DQN", "DUELING_DQN"})
  void errorsAndLossEqualThoseWorkedInPlainArrays(Algorithm algorithm) {
    try (PolicyLearner dqn = learner(algorithm)) {
      Weights before = Fixtures.shaken(dqn.snapshot(), random);
      dqn.restore(before);
      UpdateFigures figures = dqn.update(batch);
      double squares = 0;
      int differing = 0;
      for (int i = 0; i < transitions.size(); i++) {
        EncodedTransition row = transitions.get(i);
        double y = row.reward();
        if (row.next().isPresent()) {
          double[] online = q(before, "agent_a_q", row.next().get(), algorithm);
          double[] late = q(before, "agent_a_target_q", row.next().get(), algorithm);
          differing += best(online) == best(late) ? 0 : 1;
          y += 0.9 * late[algorithm == Algorithm.DQN ? best(late) : best(online)];
        }
        double[] here = q(before, "agent_a_q", row.state(), algorithm);
        double error = y - here[nearest(row.action()[0])];
        assertThat((double) batch.errors()[i]).isCloseTo(error, within(1e-4));
        squares += error * error / transitions.size();
      }
      assertThat(figures.valueLoss()).isCloseTo(squares, within(1e-3));
      assertThat(differing).as("rows on which double Q-learning differs").isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DQN", "DUELING_DQN"})
  void thePolicyIsTheSlowCopysBestPointAndTheValueWhatTheBestIsWorth(Algorithm algorithm) {
    try (PolicyLearner dqn = learner(algorithm)) {
      Weights weights = Fixtures.shaken(dqn.snapshot(), random);
      dqn.restore(weights);
      List<EncodedState> states = transitions.stream().map(EncodedTransition::state).toList();
      StateBatch inputs = StateBatch.of(config, embeddings, states);
      float[] units = dqn.unitActions(0, inputs, 16);
      float[] values = dqn.values(inputs, 16);
      float[] others = dqn.unitActions(1, inputs, 16);
      for (int i = 0; i < 16; i++) {
        double[] q = q(weights, "agent_a_q", states.get(i), algorithm);
        double[] slow = q(weights, "agent_a_target_q", states.get(i), algorithm);
        assertThat((double) units[i]).isCloseTo(UNITS[best(slow)], within(1e-6));
        assertThat((double) values[i]).isCloseTo(q[best(q)], within(1e-4));
      }
      assertThat(others).as("another agent has a Q of its own").isNotEqualTo(units);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DQN", "DOUBLE_DQN", "DUELING_DQN"})
  void untilHeadsLearnPagesAreWorthSomethingAndThePolicyIsTheTeams(Algorithm algorithm) {
    try (PolicyLearner dqn = learner(algorithm)) {
      StateBatch states =
          StateBatch.of(
              config, embeddings, transitions.stream().map(EncodedTransition::state).toList());
      for (int step = 0; step < 50; step++) {
        dqn.updateValue(batch);
      }
      assertThat(dqn.values(states, 16)).doesNotContain(0);
      assertThat(dqn.unitActions(0, states, 16)).containsOnly(0);
      assertThat(dqn.policyWeights(0).tensor("actor_out_kernel").values()).containsOnly(0);
      assertThat(dqn.policyWeights(0).tensor("actor_out_bias").values()).containsOnly(0);
      for (int step = 0; step < 50; step++) {
        dqn.update(batch);
      }
      boolean moved = false;
      for (float unit : dqn.unitActions(0, states, 16)) {
        moved |= unit != 0;
      }
      assertThat(moved).as("now they learn").isTrue();
      assertThat(dqn.policyWeights(0).tensor("actor_out_bias").values()).doesNotContain(0);
    }
  }

  @Test
  void actionsBetweenThePointsCountAsTheNearest() {
    try (PolicyLearner dqn = learner(Algorithm.DQN);
        PolicyLearner same = learner(Algorithm.DQN)) {
      SplitMix64 states = new SplitMix64(7);
      TransitionBatch near = new TransitionBatch(config, embeddings, 1, 2, 8);
      TransitionBatch on = new TransitionBatch(config, embeddings, 1, 2, 8);
      for (int i = 0; i < 8; i++) {
        EncodedState state = Fixtures.state(config, states);
        float point = (float) UNITS[i % 5];
        float beside = point + (point > 0 ? -0.2f : 0.2f);
        near.add(new EncodedTransition(state, new float[] {beside}, i, Optional.empty(), 0));
        on.add(new EncodedTransition(state, new float[] {point}, i, Optional.empty(), 0));
      }
      for (int step = 0; step < 3; step++) {
        assertThat(dqn.update(near)).isEqualTo(same.update(on));
      }
    }
  }

  @Test
  void theCopiesFollowByOneTwoHundredthOfTheWay() {
    try (PolicyLearner dqn = learner(Algorithm.DUELING_DQN)) {
      Weights before = dqn.snapshot();
      dqn.update(batch);
      Weights after = dqn.snapshot();
      for (String name : List.of("q_out_bias", "q_value_out_bias", "q_state_dense_bias")) {
        double moved = after.tensor("agent_b_" + name).value(0);
        double behind = before.tensor("agent_b_target_" + name).value(0);
        assertThat((double) after.tensor("agent_b_target_" + name).value(0))
            .isCloseTo(behind + 0.005 * (moved - behind), within(1e-7));
      }
    }
  }

  @Test
  void anAgentMayStartWithWhatAnotherHasLearned() {
    try (PolicyLearner dqn = learner(Algorithm.DUELING_DQN)) {
      for (int step = 0; step < 5; step++) {
        dqn.update(batch);
      }
      dqn.restore(dqn.withHeads(dqn.snapshot(), 0, 1));
      assertThat(dqn.policyWeights(1)).isEqualTo(dqn.policyWeights(0));
    }
  }

  @Test
  void aSnapshotIsContinuedExactly() {
    try (PolicyLearner one = learner(Algorithm.DOUBLE_DQN);
        PolicyLearner other = learner(Algorithm.DOUBLE_DQN)) {
      for (int step = 0; step < 5; step++) {
        one.update(batch);
      }
      other.restore(one.snapshot());
      assertThat(other.policyWeights(0)).isEqualTo(one.policyWeights(0));
      assertThat(other.update(batch)).isEqualTo(one.update(batch));
    }
  }

  /** The copies are not counted; a dueling head has a hidden layer and an output more. */
  @Test
  void sizesAreThoseOfTheNets() {
    long state = ParameterCount.of(config, 1, 1).state();
    long head = 6 * 4 + 4 + 4 * 5 + 5;
    try (PolicyLearner dqn = learner(Algorithm.DQN);
        PolicyLearner dueling = learner(Algorithm.DUELING_DQN)) {
      assertThat(dqn.size()).isEqualTo(2 * (state + head));
      assertThat(dueling.size()).isEqualTo(2 * (state + head + 6 * 4 + 4 + 4 + 1));
    }
  }

  @Test
  void boundsWithoutAGridAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Algorithm.DQN.create(config, ActionSpace.DEFAULT, List.of("a"), SETTINGS, 5))
        .withMessageContaining("needs a grid");
  }

  private PolicyLearner learner(Algorithm algorithm) {
    return algorithm.create(config, SPACE, List.of("a", "b"), SETTINGS, 5);
  }

  /** Q(s, ·) [points]. */
  private double[] q(Weights weights, String name, EncodedState state, Algorithm algorithm) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    weights
        .asMap()
        .forEach(
            (full, tensor) -> {
              if (full.startsWith(name + "_")) {
                String rest = full.substring(name.length() + 1);
                own.put(rest.matches("(state|value)_.*") ? rest : "head_" + rest, tensor);
              }
            });
    ReferenceNetwork nets = new ReferenceNetwork(config, embeddings, Weights.of(own));
    double[] q = nets.head("head", nets.embed(state));
    if (algorithm == Algorithm.DUELING_DQN) {
      double mean = Arrays.stream(q).average().orElseThrow();
      double value = nets.head("value", nets.embed(state))[0];
      q = Arrays.stream(q).map(a -> value + a - mean).toArray();
    }
    return q;
  }

  private static int best(double[] q) {
    int best = 0;
    for (int point = 1; point < q.length; point++) {
      best = q[point] > q[best] ? point : best;
    }
    return best;
  }

  private static int nearest(float unit) {
    int nearest = ActionGrid.of(SPACE).orElseThrow().nearest(new double[] {unit});
    double distance = Math.abs(unit - UNITS[nearest]);
    assertThat(Arrays.stream(UNITS).map(u -> Math.abs(unit - u)).min().orElseThrow())
        .isEqualTo(distance, within(1e-12));
    return nearest;
  }
}
