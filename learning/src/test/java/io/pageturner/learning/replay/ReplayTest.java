package io.pageturner.learning.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Sampling.Prioritised BY_ERROR =
      new Sampling.Prioritised(1, 1, Long.MAX_VALUE, 1e-6);

  private final SplitMix64 random = new SplitMix64(5);
  private final FeatureConfig config = Fixtures.smallConfig("mean");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);

  /** With α = β = 1: errors 3 and 1 are drawn 3 : 1 and weigh 1 : 3. */
  @Test
  void prioritisedDrawsFollowTheErrorsTold() {
    Replay replay = filled(BY_ERROR);
    TransitionBatch both = batch(2);
    replay.sample(random, both);
    assertThat(both.rows()).containsExactly(0, 1); // One of each half of the mass.
    both.tell(new float[] {3, -1});
    replay.learned(both);
    TransitionBatch many = batch(4_000);
    replay.sample(random, many);
    long first = Arrays.stream(many.rows()).filter(row -> row == 0).count();
    assertThat(first / 4_000.0).isCloseTo(0.75, within(0.01));
    for (int i = 0; i < many.size(); i++) {
      assertThat(many.weights()[i]).isCloseTo(many.rows()[i] == 0 ? 1 / 3f : 1, within(1e-5f));
    }
  }

  @Test
  void uniformDrawsAllWeighOneWhateverTheErrors() {
    Replay replay = filled(new Sampling.Uniform());
    TransitionBatch many = batch(2_000);
    replay.sample(random, many);
    float[] errors = new float[2_000];
    Arrays.fill(errors, 7);
    many.tell(errors);
    replay.learned(many);
    replay.sample(random, many);
    assertThat(many.weights()).containsOnly(1);
    long first = Arrays.stream(many.rows()).filter(row -> row == 0).count();
    assertThat(first / 2_000.0).isCloseTo(0.5, within(0.05));
  }

  @Test
  void prioritiesAreKeptWithTheTransitions() throws IOException {
    Replay first = filled(BY_ERROR);
    TransitionBatch both = batch(2);
    first.sample(random, both);
    both.tell(new float[] {9, 1});
    first.learned(both);
    Replay second = new Replay(config, 1, 10, BY_ERROR);
    second.read(bytes(first));
    assertThat(drawn(second)).isEqualTo(drawn(first));
  }

  @Test
  void afterAnEmptiedMemoryNothingIsDrawn() {
    Replay replay = filled(BY_ERROR);
    replay.clear();
    assertThatIllegalStateException()
        .isThrownBy(() -> replay.sample(random, batch(2)))
        .withMessage("nothing to draw from: the replay is empty");
  }

  /** What the forgotten rows weighed must not count: two new ones are drawn alike. */
  @Test
  void prioritiesOfForgottenRowsAreForgotten() {
    Replay replay = filled(BY_ERROR, 10);
    replay.clear();
    add(replay, 1);
    assertThat(drawn(replay)).containsOnly(0);
    add(replay, 2);
    assertDrawnAlike(replay);
  }

  @Test
  void aSmallerMemoryReadLeavesNothingOfTheLargerOne() throws IOException {
    Replay replay = filled(BY_ERROR, 10);
    replay.read(bytes(filled(BY_ERROR)));
    assertThat(replay.size()).isEqualTo(2);
    assertDrawnAlike(replay);
  }

  private void assertDrawnAlike(Replay replay) {
    int[] rows = drawn(replay);
    double first = Arrays.stream(rows).filter(row -> row == 0).count();
    assertThat(first / rows.length).isCloseTo(0.5, within(0.01));
  }

  /**
   * s and s' of 4 items, 1 number and 2 ids, an action, r, density, agent, terminal; two doubles a
   * leaf.
   */
  @Test
  void itsMemoryIsThatOfFlatArrays() {
    long perTransition = 2 * (4 + 1 + 2) * 4 + 4 + 4 + 4 + 4 + 4;
    assertThat(new Replay(config, 1, 1_024).bytes()).isEqualTo(1_024 * perTransition + 16);
    assertThat(new Replay(config, 1, 1_024, BY_ERROR).bytes())
        .isEqualTo(1_024 * (perTransition + 16));
  }

  private int[] drawn(Replay replay) {
    TransitionBatch many = batch(500);
    replay.sample(new SplitMix64(8), many);
    return many.rows();
  }

  private static DataInputStream bytes(Replay replay) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    replay.write(new DataOutputStream(out));
    return new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
  }

  private Replay filled(Sampling sampling) {
    return filled(sampling, 2);
  }

  private Replay filled(Sampling sampling, int rows) {
    Replay replay = new Replay(config, 1, 10, sampling);
    for (int i = 0; i < rows; i++) {
      add(replay, i);
    }
    return replay;
  }

  private void add(Replay replay, float reward) {
    replay.add(
        new EncodedTransition(
            Fixtures.state(config, random), new float[1], reward, Optional.empty(), 0));
  }

  private TransitionBatch batch(int size) {
    return new TransitionBatch(config, embeddings, 1, 1, size);
  }
}
