package io.pageturner.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: which tensor's values are where in the data.
 *
 * @param metadata free texts by name, in their order
 * @param entries in the order of the data, which they cover without holes or overlaps
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  /** The name under which a file may carry {@link #metadata}; not a tensor. */
  static final String METADATA = "__metadata__";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Where one tensor is.
   *
   * @param begin offset of its first byte in the data
   * @param end offset after its last byte
   */
  record Entry(String name, int[] shape, long begin, long end) {
    int size() {
      return Tensor.sizeOf(shape);
    }
  }

  SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    entries = List.copyOf(entries);
  }

  static SafetensorsHeader of(Weights weights, Map<String, String> metadata) {
    List<Entry> entries = new ArrayList<>();
    long offset = 0;
    for (Map.Entry<String, Tensor> tensor : weights.asMap().entrySet()) {
      if (tensor.getKey().equals(METADATA)) {
        throw new IllegalArgumentException(METADATA + " is reserved and cannot name a tensor");
      }
      long end = offset + (long) tensor.getValue().size() * Float.BYTES;
      entries.add(new Entry(tensor.getKey(), tensor.getValue().shape(), offset, end));
      offset = end;
    }
    return new SafetensorsHeader(metadata, entries);
  }

  byte[] toJson() throws IOException {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(root.putObject(METADATA)::put);
    }
    for (Entry entry : entries) {
      ObjectNode node = root.putObject(entry.name()).put("dtype", "F32");
      Arrays.stream(entry.shape()).forEach(node.putArray("shape")::add);
      node.putArray("data_offsets").add(entry.begin()).add(entry.end());
    }
    return JSON.writeValueAsBytes(root);
  }

  /**
   * Parses a header.
   *
   * @param dataBytes length of the data that it describes
   * @throws IOException that says what is wrong with which tensor
   */
  static SafetensorsHeader parse(byte[] json, long dataBytes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("the header is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IOException("the header is not a JSON object");
    }
    Map<String, String> metadata = metadata(root.path(METADATA));
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(field.getKey(), field.getValue(), dataBytes));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireWhole(entries, dataBytes);
    return new SafetensorsHeader(metadata, entries);
  }

  private static Map<String, String> metadata(JsonNode node) throws IOException {
    if (!node.isMissingNode() && !node.isObject()) {
      throw new IOException(METADATA + " must be an object of texts, was " + node);
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw new IOException(
            METADATA + "." + field.getKey() + " must be a text, was " + field.getValue());
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    return metadata;
  }

  private static void requireWhole(List<Entry> entries, long dataBytes) throws IOException {
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        throw new IOException(
            entry.name()
                + " begins at "
                + entry.begin()
                + ", the data before it ends at "
                + covered);
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw new IOException(
          "the tensors cover " + covered + " bytes of data, the file has " + dataBytes);
    }
  }

  private static Entry entry(String name, JsonNode node, long dataBytes) throws IOException {
    if (!node.path("dtype").asText().equals("F32")) {
      throw new IOException(name + " has dtype " + node.path("dtype") + ", only F32 is read");
    }
    JsonNode offsets = node.path("data_offsets");
    long begin = integer(name + ".data_offsets[0]", offsets.path(0), dataBytes);
    long end = integer(name + ".data_offsets[1]", offsets.path(1), dataBytes);
    Entry entry = new Entry(name, shape(name, node.path("shape")), begin, end);
    long bytes = (long) size(entry) * Float.BYTES;
    if (offsets.size() != 2 || end - begin != bytes || bytes > Integer.MAX_VALUE) {
      throw new IOException(
          name
              + ".data_offsets "
              + offsets
              + " do not fit shape "
              + Arrays.toString(entry.shape()));
    }
    return entry;
  }

  private static int size(Entry entry) throws IOException {
    try {
      return entry.size();
    } catch (IllegalArgumentException e) {
      throw new IOException(entry.name() + ": " + e.getMessage(), e);
    }
  }

  private static int[] shape(String name, JsonNode node) throws IOException {
    if (!node.isArray()) {
      throw new IOException(name + ".shape must be an array, was " + node);
    }
    int[] shape = new int[node.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) integer(name + ".shape[" + i + "]", node.get(i), Integer.MAX_VALUE);
    }
    return shape;
  }

  private static long integer(String what, JsonNode node, long max) throws IOException {
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    if (!whole || node.longValue() < 0 || node.longValue() > max) {
      throw new IOException(what + " must be a whole number within 0 and " + max + ", was " + node);
    }
    return node.longValue();
  }
}
