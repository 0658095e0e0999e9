package io.pageturner.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The versions of the item embeddings in a {@link KeyValueStore} (SPEC 3.2).
 *
 * <p>A version is never changed: its name is the hash of its content, and a model names the one
 * that it was trained with. Its facts stand among its items under the empty key, written last, so a
 * version is there whole or not at all. One process at a time publishes and drops.
 */
public final class EmbeddingSets {
  private static final String ITEMS = "items-";
  private static final String FACTS = "";
  private static final String POINTERS = "sets";
  private static final String CURRENT = "current";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeyValueStore store;

  public EmbeddingSets(KeyValueStore store) {
    this.store = store;
  }

  /**
   * Enters embeddings as a version and makes it the current one: what training uses from now on.
   *
   * @param embeddings of one item or more
   * @param counts how often the sessions trained from name each item; empty when not known
   */
  public EmbeddingSet publish(ItemEmbeddings embeddings, Map<ItemId, Integer> counts, Instant now)
      throws IOException {
    if (embeddings.size() == 0) {
      throw new IllegalArgumentException("there is no item to publish an embedding of");
    }
    SortedMap<String, float[]> sorted = new TreeMap<>();
    embeddings.toMap().forEach((item, vector) -> sorted.put(item.value(), vector));
    String version = inOrder(embeddings.dimension(), sorted).version();
    Optional<EmbeddingSet> present = find(version);
    EmbeddingSet set =
        present.orElse(new EmbeddingSet(version, embeddings.dimension(), sorted.size(), now));
    if (present.isEmpty()) {
      write(set, sorted, counts);
    }
    store.putMany(POINTERS, Map.of(CURRENT, version.getBytes(StandardCharsets.UTF_8)));
    store.snapshot();
    return set;
  }

  private void write(
      EmbeddingSet set, SortedMap<String, float[]> vectors, Map<ItemId, Integer> counts)
      throws IOException {
    Map<String, byte[]> values = new HashMap<>();
    vectors.forEach(
        (id, vector) -> {
          ItemId item = new ItemId(id);
          values.put(id, new StoredItem(item, counts.getOrDefault(item, 0), vector).toBytes());
        });
    store.putMany(space(set.version()), values);
    store.putMany(space(set.version()), Map.of(FACTS, toJson(set)));
  }

  /** The version that was published last. */
  public Optional<EmbeddingSet> current() throws IOException {
    byte[] version = store.getMany(POINTERS, List.of(CURRENT), PATIENCE).get(CURRENT);
    return version == null ? Optional.empty() : find(new String(version, StandardCharsets.UTF_8));
  }

  /** The facts of a version; empty when it is not there. */
  public Optional<EmbeddingSet> find(String version) throws IOException {
    byte[] facts = store.getMany(space(version), List.of(FACTS), PATIENCE).get(FACTS);
    return facts == null ? Optional.empty() : Optional.of(fromJson(version, facts));
  }

  /** Every whole version, oldest first. */
  public List<EmbeddingSet> all() throws IOException {
    List<EmbeddingSet> sets = new ArrayList<>();
    for (String version : versions()) {
      find(version).ifPresent(sets::add);
    }
    sets.sort(Comparator.comparing(EmbeddingSet::createdAt).thenComparing(EmbeddingSet::version));
    return sets;
  }

  /**
   * The vectors of those items that have one.
   *
   * @param patience how long to wait for a store that is slow or away
   * @throws IOException also when the version is no longer there
   */
  public Map<ItemId, float[]> vectors(EmbeddingSet set, Collection<ItemId> items, Duration patience)
      throws IOException {
    List<String> keys = new ArrayList<>();
    items.forEach(item -> keys.add(item.value()));
    keys.add(FACTS); // Tells a version that is gone from items that it never had.
    Map<String, byte[]> values = new HashMap<>(store.getMany(space(set.version()), keys, patience));
    if (values.remove(FACTS) == null) {
      throw gone(set.version());
    }
    Map<ItemId, float[]> vectors = new HashMap<>();
    for (Map.Entry<String, byte[]> value : values.entrySet()) {
      StoredItem item = StoredItem.of(value.getKey(), value.getValue(), set.dimension());
      vectors.put(item.item(), item.vector());
    }
    return vectors;
  }

  /** Visits every item of a version, in no order. */
  public void forEach(EmbeddingSet set, Consumer<StoredItem> visitor) throws IOException {
    try {
      store.forEach(
          space(set.version()),
          (key, value) -> {
            if (!key.equals(FACTS)) {
              visitor.accept(decoded(key, value, set.dimension()));
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static StoredItem decoded(String key, byte[] value, int dimension) {
    try {
      return StoredItem.of(key, value, dimension);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A whole version in memory, rows in the order of the ids.
   *
   * @throws IOException also when the version is not there, or is not what its name says
   */
  public ItemEmbeddings load(String version) throws IOException {
    EmbeddingSet set = find(version).orElseThrow(() -> gone(version));
    SortedMap<String, float[]> sorted = new TreeMap<>();
    forEach(set, item -> sorted.put(item.item().value(), item.vector()));
    ItemEmbeddings embeddings = inOrder(set.dimension(), sorted);
    if (!embeddings.version().equals(version)) {
      throw new IOException(
          "the item embeddings "
              + version
              + " in the "
              + store
              + " are not what was published: "
              + sorted.size()
              + " items are there, "
              + set.items()
              + " were published");
    }
    return embeddings;
  }

  /**
   * Drops every version, whole or not, but the current one and those in use.
   *
   * @param inUse versions that models name
   * @return the versions that were dropped
   */
  public List<String> retain(Set<String> inUse) throws IOException {
    Optional<String> current = current().map(EmbeddingSet::version);
    List<String> dropped = new ArrayList<>();
    for (String version : versions()) {
      if (!inUse.contains(version) && !current.equals(Optional.of(version))) {
        store.drop(space(version));
        dropped.add(version);
      }
    }
    if (!dropped.isEmpty()) {
      store.snapshot();
    }
    return dropped;
  }

  private List<String> versions() throws IOException {
    return store.spaces().stream()
        .filter(space -> space.startsWith(ITEMS))
        .map(space -> space.substring(ITEMS.length()))
        .toList();
  }

  private static ItemEmbeddings inOrder(int dimension, SortedMap<String, float[]> sorted) {
    Map<ItemId, float[]> byItem = new LinkedHashMap<>();
    sorted.forEach((id, vector) -> byItem.put(new ItemId(id), vector));
    return ItemEmbeddings.of(dimension, byItem);
  }

  private static String space(String version) {
    return ITEMS + version;
  }

  private IOException gone(String version) {
    return new IOException("the item embeddings " + version + " are not in the " + store);
  }

  private static byte[] toJson(EmbeddingSet set) throws IOException {
    return JSON.writeValueAsBytes(
        JSON.createObjectNode()
            .put("dimension", set.dimension())
            .put("items", set.items())
            .put("createdAt", set.createdAt().toString()));
  }

  private static EmbeddingSet fromJson(String version, byte[] facts) throws IOException {
    JsonNode node = JSON.readTree(facts);
    return new EmbeddingSet(
        version,
        node.path("dimension").intValue(),
        node.path("items").intValue(),
        Instant.parse(node.path("createdAt").asText(Instant.EPOCH.toString())));
  }

  @Override
  public String toString() {
    return store.toString();
  }
}
