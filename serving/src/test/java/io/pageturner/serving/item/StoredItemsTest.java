package io.pageturner.serving.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.HeapStore;
import io.pageturner.store.KeyValueStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredItemsTest {
  private static final ItemId A = new ItemId("a");
  private static final ItemId B = new ItemId("b");
  private static final ItemId NEW = new ItemId("new");
  private static final float[] VECTOR_A = {3, 4};
  private static final float[] VECTOR_B = {0, 1};

  @TempDir private Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private Interrupted store;
  private EmbeddingSets sets;
  private StoredItems items;
  private String version;

  @BeforeEach
  void publish() throws IOException {
    store = new Interrupted(HeapStore.open(directory));
    sets = new EmbeddingSets(store);
    version =
        sets.publish(
                ItemEmbeddings.of(2, Map.of(A, VECTOR_A, B, VECTOR_B)), Map.of(), Instant.now())
            .version();
    items = new StoredItems(sets, 100, Duration.ofMinutes(1), nanos::get);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void aRequestGetsItsItemsAndOthersAreUnknown() throws IOException {
    ItemEmbeddings found = items.of(version, 2).find(List.of(A, NEW, A));
    assertThat(found.dimension()).isEqualTo(2);
    assertThat(vector(found, A)).containsExactly(VECTOR_A);
    assertThat(found.row(NEW)).isEqualTo(ItemEmbeddings.UNKNOWN_ROW);
    assertThat(items.of(ItemEmbeddings.NO_VERSION, 2).find(List.of(A)).size()).isZero();
    assertThat(items.of(version, 2).find(List.of()).size()).isZero();
  }

  @Test
  void eachVersionKeepsItsOwnVectors() throws IOException {
    ItemLookup old = items.of(version, 2);
    old.find(List.of(A));
    ItemEmbeddings moved = ItemEmbeddings.of(2, Map.of(A, new float[] {5, 6}));
    String next = sets.publish(moved, Map.of(), Instant.now()).version();
    assertThat(vector(items.of(next, 2).find(List.of(A)), A)).containsExactly(5, 6);
    assertThat(vector(old.find(List.of(A)), A)).containsExactly(VECTOR_A);
  }

  @Test
  void whileTheStoreIsAwayWhatIsRememberedServesAndTheRestIsUnknownAndCounted() throws IOException {
    ItemLookup lookup = items.of(version, 2);
    lookup.find(List.of(A, NEW));
    store.away = true;
    assertThat(vector(items.of(version, 2).find(List.of(A)), A))
        .as("a new policy loads")
        .containsExactly(VECTOR_A);
    ItemEmbeddings found = lookup.find(List.of(A, NEW, B));
    assertThat(vector(found, A)).containsExactly(VECTOR_A);
    assertThat(found.row(B)).isEqualTo(ItemEmbeddings.UNKNOWN_ROW);
    assertThat(items.unavailable()).as("b; that new has none is remembered").isEqualTo(1);

    store.away = false;
    assertThat(lookup.find(List.of(B)).size()).as("left in peace for a second").isZero();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(vector(lookup.find(List.of(B)), B)).containsExactly(VECTOR_B);
    assertThat(items.unavailable()).isEqualTo(2);
    assertThat(items.cached()).isEqualTo(3);
    assertThat(items.read()).isEqualTo(3);
  }

  @Test
  void aStoreThatIsAwayIsAskedOnceASecond() throws IOException {
    ItemLookup lookup = items.of(version, 2);
    store.away = true;
    store.calls = 0;
    for (int request = 0; request < 20; request++) {
      lookup.find(List.of(A));
      nanos.addAndGet(Duration.ofMillis(100).toNanos());
    }
    assertThat(store.calls).isEqualTo(2);
  }

  @Test
  void aVersionThatIsNotThereOrDoesNotFitIsRefused() throws IOException {
    assertThatThrownBy(() -> items.of("feed", 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the item embeddings feed that it was trained with are not in the")
        .hasMessageContaining(directory.toString());
    assertThatThrownBy(() -> items.of(version, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("have dimension 2, sequence.dimension is 3");
  }

  @Test
  void lookupsAreMetrics() throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new ServingMetrics(registry).watch(items);
    items.of(version, 2).find(List.of(A, B));
    assertThat(registry.scrape())
        .contains("pageturner_items_lookups_total{outcome=\"read\"} 2.0")
        .contains("pageturner_items_lookups_total{outcome=\"unavailable\"} 0.0");
  }

  private static float[] vector(ItemEmbeddings embeddings, ItemId item) {
    float[] vector = new float[embeddings.dimension()];
    embeddings.copy(embeddings.row(item), vector, 0);
    return vector;
  }

  /** A real store whose line can be cut. */
  private static final class Interrupted implements KeyValueStore {
    private final KeyValueStore store;
    private boolean away;
    private int calls;

    Interrupted(KeyValueStore store) {
      this.store = store;
    }

    private KeyValueStore line() throws IOException {
      calls++;
      if (away) {
        throw new IOException("the line is cut");
      }
      return store;
    }

    @Override
    public Map<String, byte[]> getMany(String space, Collection<String> keys, Duration patience)
        throws IOException {
      return line().getMany(space, keys, patience);
    }

    @Override
    public void putMany(String space, Map<String, byte[]> values) throws IOException {
      line().putMany(space, values);
    }

    @Override
    public void forEach(String space, BiConsumer<String, byte[]> visitor) throws IOException {
      line().forEach(space, visitor);
    }

    @Override
    public void drop(String space) throws IOException {
      line().drop(space);
    }

    @Override
    public Set<String> spaces() throws IOException {
      return line().spaces();
    }

    @Override
    public void snapshot() throws IOException {
      line().snapshot();
    }

    @Override
    public void close() throws IOException {
      store.close();
    }

    @Override
    public String toString() {
      return store.toString();
    }
  }
}
