package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.feed.UpdateFigures;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents on one state network and V, each with its bucket; and one that comes later. */
class SeveralAgentsTest {
  private static final TrainedAgent FIRST = LearnerTest.SETTINGS.agents().get(0);
  private static final BucketName BOLD = new BucketName("bold");

  private final SplitMix64 random = new SplitMix64(53);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<Transition> first = LoggedTransitions.sessions(200, random);
  private final List<Transition> second = LoggedTransitions.sessions(150, random);

  @TempDir private Path home;

  @Test
  void aNewAgentChangesNothingOfWhatWasLearnedNorOfWhatIsLearnedFromTheSamePages()
      throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner alone = learner(FIRST);
        Learner joined = learner(bold(Optional.empty()), FIRST)) {
      learn(alone, first);
      checkpoints.save(alone, Map.of(0, 9L));
      assertThat(checkpoints.restore(joined)).contains(Map.of(0, 9L));
      assertThat(of("agent_bold", joined)).isEmpty();
      requireSame(alone, joined);
      learn(alone, second);
      learn(joined, second);
      requireSame(alone, joined);
      assertThat(joined.figures().agents().get(1).transitions())
          .isEqualTo(alone.figures().agents().get(0).transitions())
          .isPositive();
    }
  }

  @Test
  void theNewAgentThenLearnsFromItsOwnBucketAndIsSaved() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner alone = learner(FIRST);
        Learner joined = learner(FIRST, bold(Optional.empty()));
        Learner again = learner(FIRST, bold(Optional.empty()))) {
      learn(alone, first);
      checkpoints.save(alone, Map.of());
      checkpoints.restore(joined);
      learn(joined, second.stream().map(page -> LoggedTransitions.inBucket(BOLD, page)).toList());
      assertThat(of("agent_bold", joined)).isNotEmpty();
      checkpoints.save(joined, Map.of());
      checkpoints.restore(again);
      assertThat(again.parameters()).isEqualTo(joined.parameters());
      assertThat(again.figures().agents().get(1).transitions()).isPositive();
      List<Candidate> candidates = again.candidates(Instant.EPOCH, "1");
      assertThat(candidates.stream().map(Candidate::name)).containsExactly("policy", "policy-bold");
    }
  }

  @Test
  void aNewAgentMayStartFromALiveOnesHeads() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner alone = learner(FIRST);
        Learner joined = learner(FIRST, bold(Optional.of("agent")))) {
      learn(alone, first);
      checkpoints.save(alone, Map.of());
      checkpoints.restore(joined);
      Weights weights = joined.parameters().get(0);
      for (String name : List.of("_actor_out_kernel", "_actor_out_bias", "_advantage_out_kernel")) {
        assertThat(weights.tensor("agent_bold" + name))
            .isEqualTo(weights.tensor("agent_agent" + name));
      }
      assertThat(weights.tensor("agent_bold_actor_m_agent_bold_actor_out_bias").value(0)).isZero();
      assertThat(joined.figures().agents().get(1).sigma())
          .as("it explores from the start of its schedule")
          .isEqualTo(0.4);
    }
  }

  @Test
  void aCheckpointOfOtherAgentsOrReplicasIsRefusedByTheFieldsName() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner both = learner(FIRST, bold(Optional.empty()));
        Learner alone = learner(FIRST);
        Learner replicated = new Learner(config, embeddings, both.settings().withReplicas(2))) {
      learn(both, first);
      checkpoints.save(both, Map.of(0, 7L));
      assertThatExceptionOfType(CheckpointMismatchException.class)
          .isThrownBy(() -> checkpoints.restore(alone))
          .withMessageContaining("another agents: it has [agent on agent, bold on bold]");
      assertThatExceptionOfType(CheckpointMismatchException.class)
          .isThrownBy(() -> checkpoints.restore(replicated))
          .withMessageContaining("another replicas: it has 1, this learner has 2");
      assertThat(checkpoints.restore(both)).as("it is still whole").contains(Map.of(0, 7L));
    }
  }

  @Test
  void agentsNeedNamesAndABucketOfTheirOwn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearnerTest.SETTINGS.withAgents(List.of(FIRST, FIRST)))
        .withMessageContaining("a name, a bucket and a bundle of their own");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearnerTest.SETTINGS.withAgents(List.of(FIRST, bold(Optional.of("x")))))
        .withMessageContaining("bold is to start from 'x', which is none of [agent, bold]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainedAgent.of("a b", BOLD, "policy"))
        .withMessageContaining("agent.name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearnerTest.SETTINGS.withReplicas(0))
        .withMessageContaining("trainer.replicas must be 1 or more");
  }

  /** V, the state network and the first agent, optimisers included. */
  private static void requireSame(Learner alone, Learner joined) {
    Weights expected = alone.parameters().get(0);
    Weights found = joined.parameters().get(0);
    assertThat(expected.names()).allMatch(name -> found.tensor(name).equals(expected.tensor(name)));
  }

  /** Names of the parameters with this prefix that have moved from where the learner began. */
  private List<String> of(String prefix, Learner learner) {
    try (Learner fresh = new Learner(config, embeddings, learner.settings())) {
      Weights before = fresh.parameters().get(0);
      Weights now = learner.parameters().get(0);
      return now.names().stream()
          .filter(name -> name.startsWith(prefix))
          .filter(name -> !now.tensor(name).equals(before.tensor(name)))
          .toList();
    }
  }

  private static void learn(Learner learner, List<Transition> pages) {
    List<UpdateFigures> updates = new ArrayList<>();
    for (Transition page : pages) {
      learner.consume(page);
      while (learner.owesUpdate()) {
        updates.addAll(learner.update());
      }
    }
    assertThat(updates).isNotEmpty().allMatch(UpdateFigures::finite);
  }

  private Learner learner(TrainedAgent... agents) {
    return new Learner(config, embeddings, LearnerTest.SETTINGS.withAgents(Arrays.asList(agents)));
  }

  private static TrainedAgent bold(Optional<String> from) {
    return new TrainedAgent("bold", BOLD, "policy-bold", FIRST.exploration(), from);
  }
}
