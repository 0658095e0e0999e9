package io.pageturner.learning.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SkipGramTest {
  private static final int GROUPS = 10;
  private static final int ITEMS_PER_GROUP = 20;
  private static final SkipGramSettings SETTINGS =
      new SkipGramSettings(16, 3, 5, 1, 5, 128, 0.1f, 7);

  @Test
  void neighboursComeFromTheSameGroup() {
    ItemEmbeddings embeddings = SkipGram.train(groupSessions(2_000), SETTINGS).embeddings();
    double chance = (ITEMS_PER_GROUP - 1.0) / (GROUPS * ITEMS_PER_GROUP - 1);
    assertThat(precision(embeddings)).isGreaterThan(0.9).isGreaterThan(5 * chance);
  }

  @Test
  void lossFallsFromEpochToEpoch() {
    List<Double> losses = SkipGram.train(groupSessions(500), SETTINGS).losses();
    // Zero output vectors: every product is 0, so the first loss is near (1 + k)·ln 2.
    assertThat(losses).hasSize(5).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(losses.get(0)).isLessThan(6 * Math.log(2));
  }

  @Test
  void equalSeedsGiveEqualEmbeddings() {
    List<List<ItemId>> sessions = groupSessions(100);
    ItemEmbeddings one = SkipGram.train(sessions, SETTINGS).embeddings();
    ItemEmbeddings two = SkipGram.train(sessions, SETTINGS).embeddings();
    one.toMap().forEach((item, vector) -> assertThat(two.toMap().get(item)).isEqualTo(vector));
  }

  @Test
  void trainingThatStartsAtEarlierEmbeddingsKeepsItemsInTheirPlaceAndFindsOneForNewItems() {
    ItemEmbeddings before = SkipGram.train(groupSessions(1_000), SETTINGS).embeddings();
    List<List<ItemId>> more = new ArrayList<>(groupSessions(1_000));
    ItemId fresh = item(3, ITEMS_PER_GROUP);
    for (int s = 0; s < 20; s++) {
      more.add(List.of(item(3, s), fresh, item(3, (s + 7) % ITEMS_PER_GROUP), item(3, s / 2)));
    }
    SkipGramSettings otherSeed = new SkipGramSettings(16, 3, 5, 1, 5, 128, 0.1f, 8);

    ItemEmbeddings after = SkipGram.train(more, otherSeed, before).embeddings();

    // Two trainings from scratch share no axes: there the mean cosine is near 0.
    assertThat(meanCosine(before, SkipGram.train(more, otherSeed).embeddings())).isLessThan(0.5);
    assertThat(meanCosine(before, after)).isGreaterThan(0.9);
    assertThat(precision(after)).isGreaterThan(0.9);
    assertThat(nearest(after, List.copyOf(after.toMap().keySet()), fresh, 5))
        .allMatch(neighbour -> sameGroup(fresh, neighbour));
  }

  private static double meanCosine(ItemEmbeddings before, ItemEmbeddings after) {
    return before.toMap().entrySet().stream()
        .mapToDouble(entry -> after.cosine(after.row(entry.getKey()), entry.getValue()))
        .average()
        .orElseThrow();
  }

  @Test
  void itemsOfShortSessionsAreNearWhatStandsBesideThem() {
    // 100 pairs that share no context with anything else.
    List<List<ItemId>> pairs =
        IntStream.range(0, 100).mapToObj(i -> items("g" + i + "-a", "g" + i + "-b")).toList();
    SkipGramSettings settings = new SkipGramSettings(16, 3, 5, 1, 100, 32, 0.1f, 7);
    ItemEmbeddings embeddings = SkipGram.train(pairs, settings).embeddings();
    List<ItemId> all = List.copyOf(embeddings.toMap().keySet());
    long found =
        all.stream()
            .filter(item -> sameGroup(item, nearest(embeddings, all, item, 1).get(0)))
            .count();
    assertThat(found).isGreaterThan(180); // Of 200; by chance it would be 1.
  }

  @Test
  void itemsAreCounted() {
    List<List<ItemId>> sessions = List.of(items("a", "b", "a"), items("b"), items("a", "c"));
    SkipGramSettings twice = new SkipGramSettings(4, 2, 2, 2, 1, 8, 0.1f, 1);
    assertThat(SkipGram.train(sessions, twice).counts())
        .isEqualTo(Map.of(new ItemId("a"), 3, new ItemId("b"), 2));
  }

  @Test
  void rareItemsGetNoEmbedding() {
    List<List<ItemId>> sessions =
        List.of(items("a", "b", "rare"), items("b", "a"), items("a", "b"));
    SkipGramSettings twice = new SkipGramSettings(4, 2, 2, 2, 1, 8, 0.1f, 1);
    ItemEmbeddings embeddings = SkipGram.train(sessions, twice).embeddings();
    assertThat(embeddings.toMap()).containsOnlyKeys(new ItemId("a"), new ItemId("b"));
    assertThat(embeddings.row(new ItemId("rare"))).isEqualTo(ItemEmbeddings.UNKNOWN_ROW);
  }

  @Test
  void oneItemAloneHasNothingToLearnFrom() {
    SkipGram.Result result = SkipGram.train(List.of(items("a", "a", "a")), SETTINGS);
    assertThat(result.embeddings().size()).isZero();
    assertThat(result.embeddings().dimension()).isEqualTo(16);
  }

  private static List<ItemId> items(String... names) {
    return Stream.of(names).map(ItemId::new).toList();
  }

  /** Sessions of 8 items, all of one group, in any order. */
  private static List<List<ItemId>> groupSessions(int count) {
    Random random = new Random(3);
    List<List<ItemId>> sessions = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      int group = random.nextInt(GROUPS);
      sessions.add(
          IntStream.range(0, 8)
              .mapToObj(i -> item(group, random.nextInt(ITEMS_PER_GROUP)))
              .toList());
    }
    return sessions;
  }

  private static ItemId item(int group, int index) {
    return new ItemId("g" + group + "-" + index);
  }

  private static double precision(ItemEmbeddings embeddings) {
    List<ItemId> items = List.copyOf(embeddings.toMap().keySet());
    return items.stream()
        .flatMap(item -> nearest(embeddings, items, item, 10).stream().map(n -> sameGroup(item, n)))
        .mapToInt(same -> same ? 1 : 0)
        .average()
        .orElseThrow();
  }

  private static List<ItemId> nearest(
      ItemEmbeddings embeddings, List<ItemId> items, ItemId item, int count) {
    float[] vector = new float[embeddings.dimension()];
    embeddings.copy(embeddings.row(item), vector, 0);
    return items.stream()
        .filter(other -> !other.equals(item))
        .sorted(Comparator.comparingDouble(o -> -embeddings.cosine(embeddings.row(o), vector)))
        .limit(count)
        .toList();
  }

  private static boolean sameGroup(ItemId one, ItemId other) {
    return one.value().split("-")[0].equals(other.value().split("-")[0]);
  }
}
