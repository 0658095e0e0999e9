package io.pageturner.learning.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.feed.AdvantageDdpg;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.feed.UpdateFigures;
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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table outside of the graph learns as one in the graph, and forgets nothing. */
class GrowingTablesTest {
  private static final String TABLE = "state_embedding_intent"; // [rows, 2]
  private static final List<String> PARTS = List.of(TABLE, "value_m_" + TABLE, "value_v_" + TABLE);
  private static final int ROWS = 6;

  private final SplitMix64 random = new SplitMix64(41);
  private final FeatureConfig config = Fixtures.growingConfig();
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final AdvantageDdpg growing = agent(config);

  /** Of a new agent only V's last layer has a gradient. */
  @BeforeEach
  void shake() {
    growing.restore(Fixtures.shaken(growing.snapshot(), random));
  }

  @AfterEach
  void close() {
    growing.close();
  }

  @Test
  void withAllIdsInEachRoundItLearnsAsATableInTheGraph() {
    growing.tables().grow("intent", ROWS);
    try (AdvantageDdpg inGraph = agent(Fixtures.smallConfig("convolution"))) {
      inGraph.restore(growing.snapshot());
      for (int round = 0; round < 25; round++) {
        TransitionBatch batch = batch(Set.of(0, 1, 2, 3, 4, 5));
        requireClose(growing.update(batch), inGraph.update(batch));
        requireClose(growing.snapshot(), inGraph.snapshot());
      }
    }
  }

  @Test
  void withSomeIdsInEachRoundItLearnsAsATableInTheGraphWhoseOtherRowsAreHeld() {
    growing.tables().grow("intent", ROWS);
    try (AdvantageDdpg inGraph = agent(Fixtures.smallConfig("convolution"))) {
      inGraph.restore(growing.snapshot());
      for (int round = 0; round < 25; round++) {
        Set<Integer> present = new TreeSet<>(List.of(0, 1, 2 + round % 4, 2 + round / 3 % 4));
        TransitionBatch batch = batch(present);
        Weights before = inGraph.snapshot();
        requireClose(growing.update(batch), inGraph.update(batch));
        inGraph.restore(held(before, inGraph.snapshot(), present));
        requireClose(growing.snapshot(), inGraph.snapshot());
      }
    }
  }

  @Test
  void anIdThatDropsOutAndReturnsHasItsRowAndMomentsBitByBit() {
    growing.tables().grow("intent", ROWS);
    for (int round = 0; round < 5; round++) {
      growing.update(batch(Set.of(2, 3, 4)));
    }
    List<float[]> left = row(growing.snapshot(), 4);
    assertThat(left.get(1)).as("it has momentum").doesNotContain(0f);
    for (int round = 0; round < 30; round++) {
      growing.update(batch(Set.of(2, 3, 5)));
      growing.values(states(Set.of(4)), 1); // Looking at it moves nothing either.
    }
    assertThat(row(growing.snapshot(), 4)).usingRecursiveComparison().isEqualTo(left);
    growing.update(batch(Set.of(4)));
    assertThat(row(growing.snapshot(), 4).get(0)).isNotEqualTo(left.get(0));
  }

  @Test
  void itGrowsFarBeyondTheGraphsRowsWithoutANewGraph() {
    List<String> graph = List.copyOf(growing.snapshot().names());
    int rows = 2;
    for (int wanted : new int[] {7, 100, 4_096, 4_097, 20_000}) {
      Weights before = growing.snapshot();
      growing.tables().grow("intent", wanted);
      Weights grown = growing.snapshot();
      for (String part : PARTS) {
        assertThat(grown.tensor(part).shape()).containsExactly(wanted, 2);
        assertThat(Arrays.copyOf(grown.tensor(part).values(), 2 * rows))
            .isEqualTo(before.tensor(part).values());
      }
      Set<Integer> present = new TreeSet<>(List.of(1, rows, wanted - 1, wanted - 2));
      growing.update(batch(present));
      for (int row : present) {
        assertThat(row(growing.snapshot(), row)).isNotEqualTo(row(grown, row));
        assertThat(row(growing.snapshot(), row).get(2)).doesNotContain(0f);
      }
      rows = wanted;
    }
    assertThat(growing.snapshot().names()).containsExactlyElementsOf(graph);
    assertThat(growing.tables().rows("intent")).isEqualTo(20_000);
  }

  @Test
  void theMostFrequentIdsOfARoundAreLoadedAndTheOthersAreRareInIt() {
    WorkingSet all = WorkingSet.of(Map.of(7, 1, 0, 9, 900, 3), 4);
    assertThat(all.rows()).containsExactly(0, 1, 7, 900);
    WorkingSet some = WorkingSet.of(Map.of(7, 1, 8, 5, 9, 3, 10, 3, 0, 1), 4);
    assertThat(some.rows()).containsExactly(0, 1, 8, 9);
    assertThat(some.place(8)).isEqualTo(2);
    assertThat(some.place(10)).isEqualTo(1);
    assertThat(some.place(7)).isEqualTo(1);
  }

  @Test
  void idsThatFindNoPlaceInARoundMoveTheRareRowAndKeepTheirs() {
    growing.tables().grow("intent", 40);
    Weights before = growing.snapshot();
    Set<Integer> twenty = new TreeSet<>();
    for (int row = 10; row < 30; row++) {
      twenty.add(row);
    }
    growing.update(batch(twenty)); // Each as often: the first four are loaded.
    Weights after = growing.snapshot();
    for (int row = 2; row < 40; row++) {
      boolean moved = !Arrays.equals(row(after, row).get(0), row(before, row).get(0));
      assertThat(moved).as("row " + row).isEqualTo(row >= 10 && row < 14);
    }
    assertThat(row(after, 1).get(0)).isNotEqualTo(row(before, 1).get(0));
  }

  @Test
  void whatASnapshotHoldsIsTakenUpWhole() {
    growing.tables().grow("intent", 50);
    growing.update(batch(Set.of(30, 40, 49)));
    Weights kept = growing.snapshot();
    try (AdvantageDdpg other = agent(config)) {
      other.restore(kept);
      assertThat(other.tables().rows("intent")).isEqualTo(50);
      TransitionBatch next = batch(Set.of(2, 30, 41));
      assertThat(other.update(next)).isEqualTo(growing.update(next));
      Map<String, Tensor> broken = new LinkedHashMap<>(kept.asMap());
      broken.put(PARTS.get(1), new Tensor(new int[] {3, 2}, new float[6]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.restore(Weights.of(broken)))
          .withMessageContaining("value_m_state_embedding_intent must have the shape [50, 2]");
    }
  }

  @Test
  void aRowThatTheTableDoesNotHaveIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> growing.update(batch(Set.of(2))))
        .withMessageContaining("row 2 is none of the table's 2");
  }

  private static AdvantageDdpg agent(FeatureConfig config) {
    return new AdvantageDdpg(
        config, ActionSpace.DEFAULT, List.of("a"), PolicyLearnerSettings.DEFAULT, 8);
  }

  /** Twenty transitions of one page, in which each of the given rows stands. */
  private TransitionBatch batch(Set<Integer> rows) {
    List<Integer> intents = new ArrayList<>(new TreeSet<>(rows));
    TransitionBatch batch = new TransitionBatch(config, embeddings, 1, 1, 20);
    for (int i = 0; i < batch.capacity(); i++) {
      EncodedState state = state(intents.get(i % intents.size()));
      float[] action = {random.nextFloat() * 2 - 1};
      float reward = (float) random.nextGaussian() + intents.get(i % intents.size()) % 3;
      batch.add(new EncodedTransition(state, action, reward, Optional.empty(), i % 2 - 1));
    }
    return batch;
  }

  private StateBatch states(Set<Integer> rows) {
    return StateBatch.of(config, embeddings, rows.stream().map(this::state).toList());
  }

  private EncodedState state(int intent) {
    EncodedState drawn = Fixtures.state(config, random);
    return new EncodedState(drawn.items(), drawn.dense(), new int[] {intent, drawn.ids()[1]});
  }

  /** The new weights, but with the old rows, and the old moments, of ids that are not present. */
  private static Weights held(Weights old, Weights now, Set<Integer> present) {
    Map<String, Tensor> held = new LinkedHashMap<>(now.asMap());
    for (String part : PARTS) {
      float[] values = now.tensor(part).values();
      for (int row = 0; row < ROWS; row++) {
        if (!present.contains(row)) {
          System.arraycopy(old.tensor(part).values(), 2 * row, values, 2 * row, 2);
        }
      }
      held.put(part, new Tensor(now.tensor(part).shape(), values));
    }
    return Weights.of(held);
  }

  /** A row's embedding and its two moments. */
  private static List<float[]> row(Weights weights, int row) {
    return PARTS.stream()
        .map(part -> Arrays.copyOfRange(weights.tensor(part).values(), 2 * row, 2 * row + 2))
        .toList();
  }

  private static void requireClose(UpdateFigures found, UpdateFigures expected) {
    assertThat(found.valueLoss()).isCloseTo(expected.valueLoss(), within(1e-4));
    assertThat(found.meanValue()).isCloseTo(expected.meanValue(), within(1e-4));
    assertThat(found.agents().get(0).advantageLoss())
        .isCloseTo(expected.agents().get(0).advantageLoss(), within(1e-4));
  }

  private static void requireClose(Weights found, Weights expected) {
    assertThat(found.names()).isEqualTo(expected.names());
    for (String name : found.names()) {
      assertThat(found.tensor(name).values())
          .as(name)
          .containsExactly(expected.tensor(name).values(), within(1e-5f));
    }
  }
}
