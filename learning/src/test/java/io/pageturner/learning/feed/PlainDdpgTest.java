package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainDdpgTest {
  private static final PolicyLearnerSettings SETTINGS = PolicyLearnerSettings.DEFAULT;

  private final SplitMix64 random = new SplitMix64(3);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<Float> rewards = new ArrayList<>();
  private final List<EncodedTransition> transitions = new ArrayList<>();
  private final TransitionBatch batch = batch();

  private TransitionBatch batch() {
    TransitionBatch filled = new TransitionBatch(config, embeddings, 1, 1, 16);
    for (int i = 0; i < 16; i++) {
      float reward = (float) random.nextGaussian();
      rewards.add(reward);
      EncodedTransition transition =
          new EncodedTransition(
              Fixtures.state(config, random),
              new float[] {random.nextFloat() * 2 - 1},
              reward,
              i % 3 == 0 ? Optional.empty() : Optional.of(Fixtures.state(config, random)),
              i % 2 - 1);
      transitions.add(transition);
      filled.add(transition);
    }
    return filled;
  }

  @Test
  void atFirstEverythingIsWorthNothingSoTheCriticsErrorIsTheReward() {
    try (PlainDdpg ddpg = ddpg()) {
      double squares = rewards.stream().mapToDouble(r -> (double) r * r).average().orElseThrow();
      assertThat(ddpg.update(batch).valueLoss()).isCloseTo(squares, within(1e-5));
    }
  }

  /** y = r + γ·Q⁻(s', μ⁻(s')), with all four nets different and none of them 0. */
  @Test
  void theCriticsErrorsEqualThoseWorkedInPlainArrays() {
    try (PlainDdpg ddpg = ddpg()) {
      ddpg.restore(Fixtures.shaken(ddpg.snapshot(), random));
      Weights before = ddpg.snapshot();
      ReferenceNetwork critic = nets(before, "agent_a_critic_");
      ReferenceNetwork lateCritic = nets(before, "agent_a_target_critic_");
      ReferenceNetwork lateActor = nets(before, "agent_a_target_actor_");
      double squares = 0;
      UpdateFigures figures = ddpg.update(batch);
      for (int i = 0; i < transitions.size(); i++) {
        EncodedTransition row = transitions.get(i);
        double y = row.reward();
        if (row.next().isPresent()) {
          double unit = Math.tanh(lateActor.head("head", lateActor.embed(row.next().get()))[0]);
          double later = q(lateCritic, row.next().get(), unit);
          assertThat(later).isNotZero();
          y += 0.9 * later;
        }
        double error = y - q(critic, row.state(), row.action()[0]);
        assertThat((double) batch.errors()[i]).isCloseTo(error, within(1e-4));
        squares += error * error / transitions.size();
      }
      assertThat(figures.valueLoss()).isCloseTo(squares, within(1e-3));
    }
  }

  /** c₀ + c₁·u + c₂·u². */
  private static double q(ReferenceNetwork critic, EncodedState state, double unit) {
    double[] c = critic.head("head", critic.embed(state));
    return c[0] + c[1] * unit + c[2] * unit * unit;
  }

  /** A state network with the head that stands on it, under the reference's own names. */
  private ReferenceNetwork nets(Weights weights, String prefix) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                own.put(rest.startsWith("state_") ? rest : "head_" + rest, tensor);
              }
            });
    return new ReferenceNetwork(config, embeddings, Weights.of(own));
  }

  @Test
  void theCopiesFollowByOneTwoHundredthOfTheWay() {
    try (PlainDdpg ddpg = ddpg()) {
      Weights before = ddpg.snapshot();
      assertThat(before.tensor("agent_a_target_critic_state_dense_kernel"))
          .isEqualTo(before.tensor("agent_a_critic_state_dense_kernel"));
      ddpg.update(batch);
      Weights after = ddpg.snapshot();
      for (String name : List.of("critic_out_kernel", "critic_out_bias", "actor_out_bias")) {
        double moved = after.tensor("agent_a_" + name).value(0);
        double behind = before.tensor("agent_a_target_" + name).value(0);
        assertThat((double) after.tensor("agent_a_target_" + name).value(0))
            .isCloseTo(behind + 0.005 * (moved - behind), within(1e-7));
      }
    }
  }

  @Test
  void whatIsServedHasTheNamesThatServingKnows() {
    try (PlainDdpg ddpg = ddpg();
        AdvantageDdpg advantage =
            new AdvantageDdpg(config, ActionSpace.DEFAULT, List.of("a"), SETTINGS, 5)) {
      assertThat(ddpg.policyWeights(0).names())
          .containsExactlyInAnyOrderElementsOf(advantage.policyWeights(0).names());
    }
  }

  @Test
  void growingIdsNeedASharedStateNetwork() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PlainDdpg(
                    Fixtures.growingConfig(), ActionSpace.DEFAULT, List.of("a"), SETTINGS, 5))
        .withMessageContaining("[intent] grow");
  }

  /** A and μ on state networks of their own cost two more of them. */
  @Test
  void sizesAreThoseOfTheNets() {
    ParameterCount count = ParameterCount.of(config, 1, 1);
    assertThat(size(Algorithm.ADVANTAGE_DDPG)).isEqualTo(count.advantageDdpg());
    assertThat(size(Algorithm.SEPARATE_STATES))
        .isEqualTo(count.advantageDdpg() + 2 * count.state());
    assertThat(2 * size(Algorithm.DDPG)).as("with the copies").isEqualTo(count.plainDdpg());
  }

  private long size(Algorithm algorithm) {
    try (PolicyLearner learner =
        algorithm.create(config, ActionSpace.DEFAULT, List.of("a"), SETTINGS, 5)) {
      return learner.size();
    }
  }

  private PlainDdpg ddpg() {
    return new PlainDdpg(config, ActionSpace.DEFAULT, List.of("a"), SETTINGS, 5);
  }
}
