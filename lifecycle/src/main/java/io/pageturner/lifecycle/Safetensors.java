package io.pageturner.lifecycle;

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
 *   n bytes    JSON: {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}, padded with spaces;
 *              "__metadata__", where there is one, names no tensor but is an object of texts
 *   the rest   raw little-endian values; offsets count from here, without holes or overlaps
 * </pre>
 */
public final class Safetensors {
  /** Bound on the header's length: room for some ten thousand tensors, and for no bomb. */
  static final int MAX_HEADER_BYTES = 1 << 20;

  private static final int LENGTH_BYTES = 8;
  private static final int BLOCK_NUMBERS = 1 << 16;

  private Safetensors() {}

  /**
   * All that a file holds.
   *
   * @param metadata free texts by name; empty when it has none
   */
  public record Content(Weights weights, Map<String, String> metadata) {}

  /** Writes {@code weights} in their order, replacing the file. */
  public static void write(Path file, Weights weights) throws IOException {
    write(file, weights, Map.of());
  }

  /** The same with free texts by name, in their order. */
  public static void write(Path file, Weights weights, Map<String, String> metadata)
      throws IOException {
    byte[] header = paddedHeader(weights, metadata);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer start = littleEndian(LENGTH_BYTES + header.length);
      writeFully(channel, start.putLong(header.length).put(header).flip());
      for (Tensor tensor : weights.asMap().values()) {
        writeFully(channel, tensor);
      }
    }
  }

  /** In blocks: a table of millions of rows is not held a second time. */
  private static void writeFully(FileChannel channel, Tensor tensor) throws IOException {
    ByteBuffer block = littleEndian(Float.BYTES * Math.min(BLOCK_NUMBERS, tensor.size()));
    for (int i = 0; i < tensor.size(); i++) {
      block.putFloat(tensor.value(i));
      if (!block.hasRemaining() || i == tensor.size() - 1) {
        writeFully(channel, block.flip());
        block.clear();
      }
    }
  }

  /**
   * Reads a file, tensors in the order of their data. Never takes more memory than the file is
   * long, whatever its header claims.
   *
   * @throws IOException when the file is not a whole, well-formed safetensors file of 32-bit
   *     floats; the message says what is wrong with which tensor
   */
  public static Weights read(Path file) throws IOException {
    return readAll(file).weights();
  }

  /** As {@link #read}, with the free texts. */
  public static Content readAll(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readAll(channel, file);
    }
  }

  private static Content readAll(FileChannel channel, Path file) throws IOException {
    try {
      long length = readFully(channel, LENGTH_BYTES).getLong();
      long available = channel.size() - LENGTH_BYTES;
      if (length < 2 || length > Math.min(MAX_HEADER_BYTES, available)) {
        throw new IOException(
            "header length %d must be within 2 and %d"
                .formatted(length, Math.min(MAX_HEADER_BYTES, available)));
      }
      byte[] json = readFully(channel, (int) length).array();
      SafetensorsHeader header = SafetensorsHeader.parse(json, available - length);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        float[] values = new float[entry.size()];
        readFully(channel, values.length * Float.BYTES).asFloatBuffer().get(values);
        tensors.put(entry.name(), new Tensor(entry.shape(), values));
      }
      return new Content(Weights.of(tensors), header.metadata());
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + " is not readable safetensors: " + e.getMessage(), e);
    }
  }

  /** Padding aligns the data, so that others can map it into memory as floats. */
  private static byte[] paddedHeader(Weights weights, Map<String, String> metadata)
      throws IOException {
    byte[] json = SafetensorsHeader.of(weights, metadata).toJson();
    if (json.length > MAX_HEADER_BYTES - 8) {
      throw new IOException(
          "the metadata, names and shapes of "
              + weights.names().size()
              + " tensors take "
              + json.length
              + " bytes of header, at most "
              + (MAX_HEADER_BYTES - 8)
              + " are allowed");
    }
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
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
        throw new IOException(
            "the file ends after "
                + channel.size()
                + " bytes, "
                + buffer.remaining()
                + " more are needed");
      }
    }
    return buffer.flip();
  }
}
