package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.feed.UpdateFigures;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private final SplitMix64 random = new SplitMix64(31);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<Transition> first = LoggedTransitions.sessions(200, random);
  private final List<Transition> second = LoggedTransitions.sessions(150, random);

  @TempDir Path home;

  @Test
  void aRestoredLearnerContinuesExactly() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    List<UpdateFigures> straight;
    try (Learner learner = learner(config)) {
      learn(learner, first);
      learner.candidates(Instant.EPOCH, "1"); // Refreshes the z-scores on the way.
      checkpoints.save(learner, Map.of(0, 200L, 1, 7L));
      straight = learn(learner, second);
    }
    try (Learner restored = learner(config)) {
      assertThat(checkpoints.restore(restored)).contains(Map.of(0, 200L, 1, 7L));
      assertThat(restored.figures().transitions()).isEqualTo(first.size());
      assertThat(learn(restored, second)).isEqualTo(straight).hasSizeGreaterThan(60);
    }
  }

  @Test
  void prioritiesAreContinuedTooAndMayBeginWithACheckpoint() throws IOException {
    LearnerSettings prioritised = LearnerTest.SETTINGS.withSampling(Sampling.Prioritised.DEFAULT);
    Checkpoints checkpoints = new Checkpoints(home);
    List<UpdateFigures> straight;
    try (Learner learner = learner(config)) {
      learn(learner, first);
      checkpoints.save(learner, Map.of());
    }
    try (Learner learner = new Learner(config, embeddings, prioritised)) {
      checkpoints.restore(learner); // Drawn from uniformly until now.
      learn(learner, first);
      checkpoints.save(learner, Map.of());
      straight = learn(learner, second);
    }
    try (Learner restored = new Learner(config, embeddings, prioritised)) {
      checkpoints.restore(restored);
      assertThat(learn(restored, second)).isEqualTo(straight).hasSizeGreaterThan(60);
    }
  }

  @Test
  void aRestoredLearnerWithAGrowingTableContinuesExactly() throws IOException {
    FeatureConfig growing = Fixtures.growingConfig();
    Checkpoints checkpoints = new Checkpoints(home);
    List<UpdateFigures> straight;
    Weights afterwards;
    Map<String, Map<String, Integer>> rows;
    try (Learner learner = learner(growing)) {
      learn(learner, first);
      learner.candidates(Instant.EPOCH, "1"); // The table takes up the ids seen since.
      learn(learner, second.subList(0, 20)); // New ids are counted, and not yet in the table.
      checkpoints.save(learner, Map.of(0, 200L));
      straight = learn(learner, second);
      rows = rows(learner);
      afterwards = learner.parameters().get(0);
    }
    try (Learner restored = learner(growing)) {
      assertThat(checkpoints.restore(restored)).contains(Map.of(0, 200L));
      assertThat(learn(restored, second)).isEqualTo(straight).hasSizeGreaterThan(60);
      assertThat(rows(restored)).isEqualTo(rows);
      assertThat(rows.get("intent")).hasSize(4);
      for (String table : List.of("", "value_m_", "value_v_")) {
        String name = table + "state_embedding_intent";
        assertThat(restored.parameters().get(0).tensor(name)).isEqualTo(afterwards.tensor(name));
      }
    }
  }

  /** As published now, after the ids seen since were taken up. */
  private static Map<String, Map<String, Integer>> rows(Learner learner) {
    learner.candidates(Instant.EPOCH, "1");
    var content = (PolicyContent) learner.candidates(Instant.EPOCH, "1").get(0).content();
    int rows = content.preprocessing().tableRows("intent");
    assertThat(content.weights().tensor("state_embedding_intent").shape()).containsExactly(rows, 2);
    return content.preprocessing().rows();
  }

  @Test
  void theNewestTwoAreKept() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    assertThat(checkpoints.present()).isFalse();
    try (Learner learner = learner(config)) {
      learn(learner, first);
      for (int i = 0; i < 4; i++) {
        checkpoints.save(learner, Map.of());
      }
    }
    assertThat(checkpoints.present()).isTrue();
    assertThat(names()).containsExactly("checkpoint-0000000003", "checkpoint-0000000004");
  }

  @Test
  void aDamagedNewestCheckpointIsPassedOver() throws IOException {
    for (String file :
        List.of(
            "parameters-0.safetensors",
            "replay.bin",
            "ids.bin",
            "learner.json",
            "checksums.json")) {
      Checkpoints checkpoints = new Checkpoints(home.resolve(file));
      try (Learner learner = learner(Fixtures.growingConfig())) {
        learn(learner, first);
        checkpoints.save(learner, Map.of(0, 1L));
        checkpoints.save(learner, Map.of(0, 2L));
        Path damaged = home.resolve(file).resolve("checkpoint-0000000002").resolve(file);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        assertThat(checkpoints.restore(learner)).contains(Map.of(0, 1L));
        Files.delete(damaged);
        assertThat(checkpoints.restore(learner)).contains(Map.of(0, 1L));
      }
    }
  }

  @Test
  void aCrashWhileWritingLeavesTheOneBefore() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner learner = learner(config)) {
      learn(learner, first);
      checkpoints.save(learner, Map.of(0, 1L));
      Path unfinished = Files.createDirectory(home.resolve(".unfinished"));
      Files.writeString(unfinished.resolve("learner.json"), "{");
      assertThat(checkpoints.restore(learner)).contains(Map.of(0, 1L));
      checkpoints.save(learner, Map.of(0, 2L));
      assertThat(checkpoints.restore(learner)).contains(Map.of(0, 2L));
    }
  }

  @Test
  void aCheckpointOfAnotherConfigurationIsRefusedByTheFieldsName() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner learner = learner(config)) {
      learn(learner, first);
      checkpoints.save(learner, Map.of());
    }
    try (Learner other = learner(Fixtures.smallConfig("mean"))) {
      assertThatExceptionOfType(CheckpointMismatchException.class)
          .isThrownBy(() -> checkpoints.restore(other))
          .withMessageContaining("another featureConfig");
    }
  }

  /** V, A and the optimisers' moments are in scaled units: in others they would go on unnoticed. */
  @Test
  void aCheckpointOfAnotherRewardScaleIsRefused() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner learner = learner(config);
        Learner other = new Learner(config, embeddings, LearnerTest.withRewardScale(2))) {
      learn(learner, first);
      checkpoints.save(learner, Map.of());
      assertThatExceptionOfType(CheckpointMismatchException.class)
          .isThrownBy(() -> checkpoints.restore(other))
          .withMessageContaining("another rewardScale: it has 1.0, this learner has 2.0");
    }
  }

  @Test
  void withNewerItemEmbeddingsTheParametersGoOnAndTheReplayStartsEmpty() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    try (Learner learner = learner(config)) {
      learn(learner, first);
      checkpoints.save(learner, Map.of(0, 9L));
      try (Learner newer =
          new Learner(config, Fixtures.embeddings(3, random), LearnerTest.SETTINGS)) {
        assertThat(checkpoints.restore(newer)).contains(Map.of(0, 9L));
        assertThat(newer.parameters()).isEqualTo(learner.parameters());
        assertThat(newer.figures().replaySize()).isZero();
        assertThat(newer.owesUpdate()).isFalse();
        assertThat(learn(newer, second)).isNotEmpty().allMatch(UpdateFigures::finite);
      }
    }
  }

  private Learner learner(FeatureConfig of) {
    return new Learner(of, embeddings, LearnerTest.SETTINGS);
  }

  private static List<UpdateFigures> learn(Learner learner, List<Transition> transitions) {
    List<UpdateFigures> figures = new ArrayList<>();
    for (Transition transition : transitions) {
      learner.consume(transition);
      while (learner.owesUpdate()) {
        figures.addAll(learner.update());
      }
    }
    return figures;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
