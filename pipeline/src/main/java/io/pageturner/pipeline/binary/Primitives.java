package io.pageturner.pipeline.binary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts that every format is made of: counts, text, bytes, optional values, lists, maps. */
public final class Primitives {
  private Primitives() {}

  /** Writes a count in as few bytes as it needs, seven bits each. */
  public static void writeCount(int count, DataOutput out) throws IOException {
    int rest = count;
    while ((rest & ~0x7F) != 0) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  public static int readCount(DataInput in) throws IOException {
    int count = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.readByte();
      count |= (next & 0x7F) << shift;
      if (next >= 0) {
        return count;
      }
    }
    throw new IOException("a count has more than five bytes: this is not Pageturner's format");
  }

  public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    writeCount(bytes.length, out);
    out.write(bytes);
  }

  public static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[readCount(in)];
    in.readFully(bytes);
    return bytes;
  }

  public static void writeText(String text, DataOutput out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  public static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  public static void writeOptionalText(Optional<String> text, DataOutput out) throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      writeText(text.get(), out);
    }
  }

  public static Optional<String> readOptionalText(DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(readText(in)) : Optional.empty();
  }

  public static void writeDoubles(double[] values, DataOutput out) throws IOException {
    writeCount(values.length, out);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  public static double[] readDoubles(DataInput in) throws IOException {
    double[] values = new double[readCount(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  public static <T> void writeAll(Collection<T> values, BinaryFormat<T> format, DataOutput out)
      throws IOException {
    writeCount(values.size(), out);
    for (T value : values) {
      format.write(value, out);
    }
  }

  public static <T> List<T> readAll(BinaryFormat<T> format, DataInput in) throws IOException {
    int size = readCount(in);
    List<T> values = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      values.add(format.read(in));
    }
    return values;
  }

  public static void writeNumbers(Map<String, Double> values, DataOutput out) throws IOException {
    writeCount(values.size(), out);
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      writeText(entry.getKey(), out);
      out.writeDouble(entry.getValue());
    }
  }

  public static Map<String, Double> readNumbers(DataInput in) throws IOException {
    int size = readCount(in);
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(readText(in), in.readDouble());
    }
    return values;
  }

  public static void writeTexts(Map<String, String> values, DataOutput out) throws IOException {
    writeCount(values.size(), out);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      writeText(entry.getKey(), out);
      writeText(entry.getValue(), out);
    }
  }

  public static Map<String, String> readTexts(DataInput in) throws IOException {
    int size = readCount(in);
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(readText(in), readText(in));
    }
    return values;
  }
}
