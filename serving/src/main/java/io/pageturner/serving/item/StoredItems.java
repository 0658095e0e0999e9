package io.pageturner.serving.item;

import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.serving.LruMap;
import io.pageturner.serving.RareWarning;
import io.pageturner.store.EmbeddingSet;
import io.pageturner.store.EmbeddingSets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Item embeddings of the key-value store, remembered in a bounded cache; safe for many threads.
 *
 * <p>A version never changes, so what is remembered is right for ever. While the store is away
 * remembered items keep their embedding and the others are unknown (the zero vector), which is
 * counted and warned of; after a failure the store is left in peace for a second, so that a store
 * that hangs costs its timeout once a second and not with every page.
 */
public final class StoredItems implements ItemLookup.Versions {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  /** Remembers that a version has no embedding of an item. */
  private static final float[] ABSENT = {};

  private final EmbeddingSets sets;
  private final Duration patience;
  private final LruMap<Key, float[]> cache;
  private final Map<String, EmbeddingSet> known = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final AtomicLong askAgainAt;
  private final RareWarning warning = new RareWarning(LoggerFactory.getLogger(StoredItems.class));
  private final LongAdder cached = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final LongAdder unavailable = new LongAdder();

  private record Key(String version, ItemId item) {}

  /**
   * @param capacity greatest number of items remembered
   * @param patience how long a request waits for the store
   */
  public StoredItems(EmbeddingSets sets, int capacity, Duration patience) {
    this(sets, capacity, patience, System::nanoTime);
  }

  StoredItems(EmbeddingSets sets, int capacity, Duration patience, LongSupplier nanos) {
    this.sets = sets;
    this.patience = patience;
    this.cache = new LruMap<>(capacity);
    this.nanos = nanos;
    this.askAgainAt = new AtomicLong(nanos.getAsLong());
  }

  @Override
  public ItemLookup of(String version, int dimension) throws IOException {
    if (version.equals(ItemEmbeddings.NO_VERSION)) {
      ItemEmbeddings none = ItemEmbeddings.none(dimension);
      return items -> none;
    }
    EmbeddingSet set = set(version);
    if (set.dimension() != dimension) {
      throw new IOException(
          "the item embeddings "
              + version
              + " have dimension "
              + set.dimension()
              + ", sequence.dimension is "
              + dimension);
    }
    return items -> find(set, items);
  }

  /** A version once found is not asked for again: new policies load while the store is away. */
  private EmbeddingSet set(String version) throws IOException {
    EmbeddingSet remembered = known.get(version);
    if (remembered != null) {
      return remembered;
    }
    EmbeddingSet found =
        sets.find(version)
            .orElseThrow(
                () ->
                    new IOException(
                        "the item embeddings "
                            + version
                            + " that it was trained with are not in the "
                            + sets
                            + "; './pageturner items' lists those that are"));
    known.put(version, found);
    return found;
  }

  private ItemEmbeddings find(EmbeddingSet set, Collection<ItemId> items) {
    Map<ItemId, float[]> found = new HashMap<>();
    List<ItemId> missing = new ArrayList<>();
    for (ItemId item : new LinkedHashSet<>(items)) {
      Optional<float[]> known = cache.get(new Key(set.version(), item));
      if (known.isEmpty()) {
        missing.add(item);
      } else if (known.get() != ABSENT) {
        found.put(item, known.get());
      }
    }
    cached.add(items.size() - missing.size());
    if (!missing.isEmpty()) {
      found.putAll(read(set, missing));
    }
    return ItemEmbeddings.of(set.dimension(), found);
  }

  private Map<ItemId, float[]> read(EmbeddingSet set, List<ItemId> missing) {
    if (nanos.getAsLong() - askAgainAt.get() < 0) {
      unavailable.add(missing.size());
      return Map.of();
    }
    try {
      Map<ItemId, float[]> vectors = sets.vectors(set, missing, patience);
      for (ItemId item : missing) {
        float[] vector = vectors.getOrDefault(item, ABSENT);
        cache.update(new Key(set.version(), item), before -> vector);
      }
      read.add(missing.size());
      return vectors;
    } catch (IOException e) {
      askAgainAt.set(nanos.getAsLong() + PAUSE);
      unavailable.add(missing.size());
      warning.warn("items that are not cached are unknown to the policy: " + e.getMessage(), e);
      return Map.of();
    }
  }

  /** How many items were found in the cache. */
  public long cached() {
    return cached.sum();
  }

  /** How many items were asked of the store, which answered. */
  public long read() {
    return read.sum();
  }

  /** How many items were taken as unknown because the store was away. */
  public long unavailable() {
    return unavailable.sum();
  }
}
