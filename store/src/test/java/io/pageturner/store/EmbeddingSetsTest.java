package io.pageturner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingSetsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ItemId A = new ItemId("a");
  private static final ItemId B = new ItemId("b");
  private static final ItemId C = new ItemId("c");

  @TempDir private Path directory;
  private HeapStore store;
  private EmbeddingSets sets;

  @BeforeEach
  void open() throws IOException {
    store = HeapStore.open(directory);
    sets = new EmbeddingSets(store);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void whatWasPublishedIsReadBackWholeAndByItem() throws IOException {
    EmbeddingSet set = sets.publish(embeddings(1), Map.of(A, 7), NOW);
    assertThat(set).isEqualTo(new EmbeddingSet(set.version(), 2, 3, NOW));
    assertThat(sets.current()).contains(set);

    ItemEmbeddings whole = sets.load(set.version());
    assertThat(whole.version()).isEqualTo(set.version());
    assertThat(whole.toMap().get(B)).containsExactly(-1, 0.5f);

    Map<ItemId, float[]> some = sets.vectors(set, List.of(C, new ItemId("x")), PATIENCE);
    assertThat(some).containsOnlyKeys(C);
    assertThat(some.get(C)).containsExactly(0, 1);

    List<StoredItem> visited = new ArrayList<>();
    sets.forEach(set, visited::add);
    assertThat(visited).extracting(StoredItem::item).containsExactlyInAnyOrder(A, B, C);
    assertThat(visited)
        .allSatisfy(item -> assertThat(item.count()).isEqualTo(item.item().equals(A) ? 7 : 0));
  }

  @Test
  void theVersionIsTheContentWhateverTheOrder() throws IOException {
    Map<ItemId, float[]> reversed = new LinkedHashMap<>();
    List.of(C, B, A).forEach(item -> reversed.put(item, embeddings(1).toMap().get(item)));
    EmbeddingSet first = sets.publish(embeddings(1), Map.of(), NOW);
    EmbeddingSet again = sets.publish(ItemEmbeddings.of(2, reversed), Map.of(), NOW.plusSeconds(9));
    EmbeddingSet other = sets.publish(embeddings(2), Map.of(), NOW);
    assertThat(again).isEqualTo(first);
    assertThat(other.version()).isNotEqualTo(first.version());
    assertThat(sets.all()).hasSize(2);
  }

  @Test
  void versionsThatNobodyNeedsAreDroppedButTheCurrentOneNever() throws IOException {
    String one = sets.publish(embeddings(1), Map.of(), NOW).version();
    String two = sets.publish(embeddings(2), Map.of(), NOW.plusSeconds(1)).version();
    String three = sets.publish(embeddings(3), Map.of(), NOW.plusSeconds(2)).version();
    assertThat(sets.retain(Set.of(one, "none"))).containsExactly(two);
    assertThat(sets.all()).extracting(EmbeddingSet::version).containsExactly(one, three);
    assertThat(sets.retain(Set.of())).containsExactly(one);
    close();
    open();
    assertThat(sets.all()).extracting(EmbeddingSet::version).containsExactly(three);
    assertThat(sets.current()).map(EmbeddingSet::version).contains(three);
  }

  @Test
  void aVersionWhoseWritingWasCutOffIsNotThereAndIsCleanedUp() throws IOException {
    // Items first, facts last: this is what a crash in between leaves.
    store.putMany("items-cut", Map.of("a", new StoredItem(A, 1, new float[2]).toBytes()));
    assertThat(sets.find("cut")).isEmpty();
    assertThat(sets.all()).isEmpty();
    assertThatThrownBy(() -> sets.load("cut"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the item embeddings cut are not in the heap store");
    assertThat(sets.retain(Set.of())).containsExactly("cut");
  }

  @Test
  void aVersionThatLostItemsIsNotTaken() throws IOException {
    EmbeddingSet set = sets.publish(embeddings(1), Map.of(), NOW);
    byte[] facts = store.getMany("items-" + set.version(), List.of(""), PATIENCE).get("");
    store.drop("items-" + set.version());
    assertThatThrownBy(() -> sets.vectors(set, List.of(A), PATIENCE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("are not in the heap store");
    store.putMany("items-" + set.version(), Map.of("", facts));
    assertThatThrownBy(() -> sets.load(set.version()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0 items are there, 3 were published");
  }

  @Test
  void aVectorOfAnotherDimensionIsToldOf() throws IOException {
    EmbeddingSet set = sets.publish(embeddings(1), Map.of(), NOW);
    store.putMany("items-" + set.version(), Map.of("a", new byte[7]));
    assertThatThrownBy(() -> sets.vectors(set, List.of(A), PATIENCE))
        .hasMessage("the stored embedding of item a has 7 bytes, one of dimension 2 has 12");
    assertThatThrownBy(() -> sets.forEach(set, item -> {})).isInstanceOf(IOException.class);
  }

  @Test
  void noItemAtAllIsNotPublished() {
    assertThatThrownBy(() -> sets.publish(ItemEmbeddings.none(2), Map.of(), NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(directory.resolve("sets.space")).doesNotExist();
  }

  private static ItemEmbeddings embeddings(float first) {
    Map<ItemId, float[]> vectors = new LinkedHashMap<>();
    vectors.put(A, new float[] {first, 2});
    vectors.put(B, new float[] {-1, 0.5f});
    vectors.put(C, new float[] {0, 1});
    return ItemEmbeddings.of(2, vectors);
  }
}
