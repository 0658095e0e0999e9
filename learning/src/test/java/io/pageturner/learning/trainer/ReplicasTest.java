package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.feed.PolicyLearner;
import io.pageturner.learning.feed.UpdateFigures;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learners from several seeds on the same stream, and how the published one is chosen. */
class ReplicasTest {
  private final SplitMix64 random = new SplitMix64(67);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<Transition> pages = LoggedTransitions.sessions(200, random);

  @TempDir private Path home;

  @Test
  void replicasTakeTheSameBatchesFromOtherSeedsAndTheCheckpointHoldsAllOfThem() throws IOException {
    LearnerSettings three = LearnerTest.SETTINGS.withReplicas(3);
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner learner = new Learner(config, embeddings, three);
        Learner restored = new Learner(config, embeddings, three)) {
      List<UpdateFigures> last = learn(learner, pages);
      assertThat(last).hasSize(3);
      assertThat(last.stream().map(UpdateFigures::valueLoss).distinct()).hasSize(3);
      assertThat(last.stream().map(UpdateFigures::otherRows).distinct())
          .as("the same rows for all")
          .hasSize(1);
      assertThat(learner.parameters()).doesNotHaveDuplicates();
      checkpoints.save(learner, Map.of());
      checkpoints.restore(restored);
      assertThat(restored.parameters()).isEqualTo(learner.parameters());
      assertThat(learn(restored, pages)).isEqualTo(learn(learner, pages));
    }
  }

  /** Pages on which u = +0.6 is worth 1 more than V, and u = −0.6 1 less. */
  @Test
  void theReplicaWhoseActionsDoBetterOnFreshPagesIsPublished() {
    Replicas replicas =
        new Replicas(config, embeddings, LearnerTest.SETTINGS.withReplicas(2), new SplitMix64(1));
    try (replicas) {
      List<Weights> snapshots = replicas.snapshot();
      replicas.restore(
          List.of(acting(snapshots.get(0), -0.6), acting(snapshots.get(1), 0.6)), Map.of());
      assertThat(replicas.best(0)).as("nothing is known yet").isZero();
      for (int i = 0; i < 3_000; i++) {
        float unit = random.nextFloat() * 2 - 1;
        float reward = (float) (Math.signum(unit) + 0.1 * random.nextGaussian());
        EncodedState state = Fixtures.state(config, random);
        // Drawn uniformly from [−1, 1]: the density is one half.
        replicas.see(
            new EncodedTransition(state, new float[] {unit}, reward, Optional.empty(), 0, 0.5f));
      }
      replicas.judge();
      assertThat(replicas.best(0)).isEqualTo(1);
      assertThat(replicas.gain(0)).isCloseTo(1, within(0.15));
      assertThat(replicas.gain(0, 0)).isCloseTo(-1, within(0.15));
      assertThat(replicas.policyWeights(0).tensor("actor_out_bias").value(0)).isPositive();
    }
  }

  /** K / p with K = p = 0 is no number, and would stay in the score for good. */
  @Test
  void aPageOfDensityZeroIsNotJudgedBy() {
    try (Replicas replicas =
        new Replicas(config, embeddings, LearnerTest.SETTINGS, new SplitMix64(1))) {
      replicas.restore(List.of(acting(replicas.snapshot().get(0), 0.6)), Map.of());
      EncodedState state = Fixtures.state(config, random);
      for (float unit : new float[] {-1, 0.6f}) {
        for (float density : new float[] {0, 0.5f}) {
          replicas.see(
              new EncodedTransition(state, new float[] {unit}, 2, Optional.empty(), 0, density));
        }
      }
      replicas.judge();
      assertThat(replicas.gain(0)).isCloseTo(2, within(1e-6));
    }
  }

  /** The same learners one by one are the second source. */
  @Test
  void aPrioritisedReplayIsToldTheMeanErrorOfAllReplicas() {
    LearnerSettings settings = LearnerTest.SETTINGS.withReplicas(3);
    TransitionBatch batch = new TransitionBatch(config, embeddings, 1, 1, 8);
    for (int i = 0; i < 8; i++) {
      batch.add(
          new EncodedTransition(
              Fixtures.state(config, random), new float[1], i, Optional.empty(), 0));
    }
    double[] expected = new double[8];
    SplitMix64 seeds = new SplitMix64(1);
    for (int i = 0; i < 3; i++) {
      try (PolicyLearner one =
          settings
              .algorithm()
              .create(
                  config,
                  settings.actions(),
                  List.of("agent"),
                  settings.agent(),
                  seeds.nextLong())) {
        for (int step = 0; step < 5; step++) { // At first they all say 0.
          one.updateValue(batch);
        }
        for (int row = 0; row < 8; row++) {
          expected[row] += Math.abs(batch.errors()[row]) / 3.0;
        }
      }
    }
    try (Replicas replicas = new Replicas(config, embeddings, settings, new SplitMix64(1))) {
      for (int step = 0; step < 5; step++) {
        replicas.update(batch, false);
      }
      for (int row = 0; row < 8; row++) {
        assertThat((double) batch.errors()[row]).isCloseTo(expected[row], within(1e-5));
      }
    }
  }

  @Test
  void aVersionOfAnotherReplicaThanTheOneBeforeContinuesFromNone() {
    Progress progress = new Progress(1);
    assertThat(progress.parent(0, 0)).isEmpty();
    progress.published[0] = 7;
    progress.publishedReplica[0] = 1;
    assertThat(progress.parent(0, 1)).contains(new ModelVersion(7));
    assertThat(progress.parent(0, 0)).isEmpty();
  }

  /** The midpoint rule is the second source: the kernel is a density on [−1, 1]. */
  @Property(tries = 50)
  void theKernelHasMassOneWithinTheBounds(@ForAll @DoubleRange(min = -1, max = 1) double center) {
    int steps = 4_000;
    double mass = 0;
    for (int i = 0; i < steps; i++) {
      mass += ReplicaJudge.kernel(-1 + 2 * (i + 0.5) / steps, center) * 2 / steps;
    }
    assertThat(mass).isCloseTo(1, within(1e-3));
  }

  /** An actor whose action is the same for every state. */
  private static Weights acting(Weights weights, double unit) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.asMap());
    float z = (float) (0.5 * Math.log((1 + unit) / (1 - unit)));
    tensors.put("agent_agent_actor_out_bias", new Tensor(new int[] {1}, new float[] {z}));
    return Weights.of(tensors);
  }

  /** What each replica saw in the last update. */
  private static List<UpdateFigures> learn(Learner learner, List<Transition> pages) {
    List<UpdateFigures> last = new ArrayList<>();
    for (Transition page : pages) {
      learner.consume(page);
      while (learner.owesUpdate()) {
        last = learner.update();
      }
    }
    return last;
  }
}
