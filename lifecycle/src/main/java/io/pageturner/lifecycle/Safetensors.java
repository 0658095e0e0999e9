package io.pageturner.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The public <a href="https://huggingface.co/docs/safetensors">safetensors</a> file format, for
 * 32-bit floats: what other languages read a model version's weights from.
 *
 * <pre>
 *   8 bytes    length n of the header, little-endian
 *   n bytes    JSON: {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}, padded with spaces
 *   the rest   raw little-endian values; offsets count from here, without holes or overlaps
 * </pre>
 */
public final class Safetensors {
  /** Bound on the header's length: room for tens of thousands of tensors, no more. */
  static final int MAX_HEADER_BYTES = 4 << 20;

  private static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Safetensors() {}

  /** Writes {@code weights} in their order, replacing the file. */
  public static void write(Path file, Weights weights) throws IOException {
    byte[] header = header(weights);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer start = littleEndian(LENGTH_BYTES + header.length);
      writeFully(channel, start.putLong(header.length).put(header).flip());
      for (Tensor tensor : weights.asMap().values()) {
        ByteBuffer data = littleEndian(Math.multiplyExact(tensor.size(), Float.BYTES));
        data.asFloatBuffer().put(tensor.values());
        writeFully(channel, data);
      }
    }
  }

  /**
   * Reads a file, tensors in the order of their data.
   *
   * @throws IOException when the file is not a whole, well-formed safetensors file of 32-bit
   *     floats; the message says what is wrong with which tensor
   */
  public static Weights read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": the header is not JSON: " + e.getOriginalMessage(), e);
    } catch (EOFException | MalformedHeader e) {
      throw new IOException(file + " is not a readable safetensors file: " + e.getMessage(), e);
    }
  }

  private static Weights read(FileChannel channel) throws IOException {
    long length = readFully(channel, LENGTH_BYTES).getLong();
    long available = channel.size() - LENGTH_BYTES;
    if (length < 2 || length > MAX_HEADER_BYTES || length > available) {
      throw new MalformedHeader(
          "header length "
              + length
              + " must be within 2 and "
              + Math.min(MAX_HEADER_BYTES, available));
    }
    JsonNode header = JSON.readTree(readFully(channel, (int) length).array());
    if (!header.isObject()) {
      throw new MalformedHeader("the header is not a JSON object");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long offset = 0;
    for (Entry entry : Entry.inOrderOfData(header, available - length)) {
      if (entry.begin() != offset) {
        throw new MalformedHeader(
            entry.name()
                + " begins at "
                + entry.begin()
                + ", the data before it ends at "
                + offset);
      }
      float[] values = new float[entry.size()];
      readFully(channel, values.length * Float.BYTES).asFloatBuffer().get(values);
      tensors.put(entry.name(), new Tensor(entry.shape(), values));
      offset = entry.end();
    }
    if (offset != available - length) {
      throw new MalformedHeader(
          "the tensors cover " + offset + " bytes of data, the file has " + (available - length));
    }
    return Weights.of(tensors);
  }

  private static byte[] header(Weights weights) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : weights.asMap().entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        throw new IllegalArgumentException(METADATA + " is reserved and cannot name a tensor");
      }
      ObjectNode node = header.putObject(entry.getKey()).put("dtype", "F32");
      Arrays.stream(entry.getValue().shape()).forEach(node.putArray("shape")::add);
      long end = offset + (long) entry.getValue().size() * Float.BYTES;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    // Padding aligns the data, so that others can map it into memory as floats.
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    if (padded.length > MAX_HEADER_BYTES) {
      throw new IOException("a header of " + padded.length + " bytes is above the bound");
    }
    return padded;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer readFully(FileChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException(
            "it ends after " + channel.size() + " bytes, " + buffer.remaining() + " too early");
      }
    }
    return buffer.flip();
  }

  /** What the header says about one tensor, checked against the length of the data. */
  private record Entry(String name, int[] shape, long begin, long end) {

    static Iterable<Entry> inOrderOfData(JsonNode header, long dataBytes) throws MalformedHeader {
      java.util.List<Entry> entries = new java.util.ArrayList<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (!field.getKey().equals(METADATA)) {
          entries.add(of(field.getKey(), field.getValue(), dataBytes));
        }
      }
      entries.sort(java.util.Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      return entries;
    }

    private static Entry of(String name, JsonNode node, long dataBytes) throws MalformedHeader {
      String dtype = node.path("dtype").asText("missing");
      if (!dtype.equals("F32")) {
        throw new MalformedHeader(name + " has dtype " + dtype + ", only F32 is read");
      }
      int[] shape = shape(name, node.path("shape"));
      JsonNode offsets = node.path("data_offsets");
      long begin = integer(name + ".data_offsets[0]", offsets.path(0));
      long end = integer(name + ".data_offsets[1]", offsets.path(1));
      if (offsets.size() != 2 || begin < 0 || end < begin || end > dataBytes) {
        throw new MalformedHeader(
            name + ".data_offsets " + offsets + " must be two offsets within " + dataBytes);
      }
      Entry entry = new Entry(name, shape, begin, end);
      if (end - begin != (long) entry.size() * Float.BYTES || end - begin > Integer.MAX_VALUE) {
        throw new MalformedHeader(
            name + ".data_offsets " + offsets + " do not fit shape " + Arrays.toString(shape));
      }
      return entry;
    }

    int size() {
      return Tensor.sizeOf(shape);
    }

    private static int[] shape(String name, JsonNode node) throws MalformedHeader {
      if (!node.isArray()) {
        throw new MalformedHeader(name + ".shape must be an array");
      }
      int[] shape = new int[node.size()];
      for (int i = 0; i < shape.length; i++) {
        long dimension = integer(name + ".shape[" + i + "]", node.get(i));
        if (dimension < 0 || dimension > Integer.MAX_VALUE) {
          throw new MalformedHeader(name + ".shape[" + i + "] is " + dimension);
        }
        shape[i] = (int) dimension;
      }
      try {
        Tensor.sizeOf(shape);
      } catch (IllegalArgumentException e) {
        throw new MalformedHeader(name + ": " + e.getMessage());
      }
      return shape;
    }

    private static long integer(String what, JsonNode node) throws MalformedHeader {
      if (!node.isIntegralNumber() || !node.canConvertToLong()) {
        throw new MalformedHeader(what + " must be a whole number, was " + node);
      }
      return node.longValue();
    }
  }

  /** A header that parses but lies. */
  private static final class MalformedHeader extends IOException {
    MalformedHeader(String message) {
      super(message);
    }
  }
}
