package io.pageturner.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.store.EmbeddingSet;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.StoredItem;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Item embeddings as JSON lines: {@code {"item": "i1", "count": 12, "vector": [0.1, -0.2]}}.
 *
 * <p>Numbers are written so that they are read back bit by bit: an import of an export is the same
 * version.
 */
final class ItemLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ItemLines() {}

  /**
   * What a file holds.
   *
   * @param counts of the items whose lines tell it
   */
  record Items(ItemEmbeddings embeddings, Map<ItemId, Integer> counts) {}

  /** Writes a version, sorted by item. */
  static void write(Path file, EmbeddingSets sets, EmbeddingSet set) throws IOException {
    TreeMap<String, StoredItem> sorted = new TreeMap<>();
    sets.forEach(set, item -> sorted.put(item.item().value(), item));
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (StoredItem item : sorted.values()) {
        ObjectNode line = JSON.createObjectNode();
        line.put("item", item.item().value());
        line.put("count", item.count());
        ArrayNode vector = line.putArray("vector");
        for (float value : item.vector()) {
          vector.add(value);
        }
        out.write(JSON.writeValueAsString(line));
        out.newLine();
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException that names the line and what would be right
   */
  static Items read(Path file) throws IOException {
    Map<ItemId, float[]> vectors = new LinkedHashMap<>();
    Map<ItemId, Integer> counts = new HashMap<>();
    int dimension = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        try {
          StoredItem item = item(JSON.readTree(line));
          dimension = dimension == 0 ? item.vector().length : dimension;
          require(
              item.vector().length == dimension,
              "vector has %d numbers, the first line's %d"
                  .formatted(item.vector().length, dimension));
          require(
              vectors.put(item.item(), item.vector()) == null,
              "item " + item.item() + " stands in an earlier line too");
          counts.put(item.item(), item.count());
        } catch (JsonProcessingException e) {
          throw new IOException(file + ":" + number + ": " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
          throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    if (vectors.isEmpty()) {
      throw new IOException(file + " holds no item");
    }
    return new Items(ItemEmbeddings.of(dimension, vectors), counts);
  }

  private static StoredItem item(JsonNode line) {
    require(line.path("item").isTextual(), "item must be a text, was " + line.path("item"));
    JsonNode count = line.path("count");
    require(
        count.isMissingNode() || (count.canConvertToInt() && count.intValue() >= 0),
        "count must be a number from 0 on, was " + count);
    JsonNode numbers = line.path("vector");
    require(numbers.isArray() && !numbers.isEmpty(), "vector must be a list, was " + numbers);
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode number = numbers.get(i);
      vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
      require(
          Float.isFinite(vector[i]), "vector must hold finite numbers, [" + i + "] is " + number);
    }
    return new StoredItem(new ItemId(line.path("item").textValue()), count.asInt(), vector);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
