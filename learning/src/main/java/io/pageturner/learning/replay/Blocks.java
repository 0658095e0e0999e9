package io.pageturner.learning.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Arrays as big-endian bytes, a block at a time: a call per number would take seconds. */
final class Blocks {
  private static final int NUMBERS = 1 << 14;

  private Blocks() {}

  static void write(DataOutput out, int[] values, int count) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(NUMBERS * Integer.BYTES);
    for (int from = 0; from < count; from += NUMBERS) {
      int part = Math.min(NUMBERS, count - from);
      block.asIntBuffer().put(values, from, part);
      out.write(block.array(), 0, part * Integer.BYTES);
    }
  }

  static void write(DataOutput out, float[] values, int count) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(NUMBERS * Float.BYTES);
    for (int from = 0; from < count; from += NUMBERS) {
      int part = Math.min(NUMBERS, count - from);
      block.asFloatBuffer().put(values, from, part);
      out.write(block.array(), 0, part * Float.BYTES);
    }
  }

  static void read(DataInput in, int[] values, int count) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(NUMBERS * Integer.BYTES);
    for (int from = 0; from < count; from += NUMBERS) {
      int part = Math.min(NUMBERS, count - from);
      in.readFully(block.array(), 0, part * Integer.BYTES);
      block.asIntBuffer().get(values, from, part);
    }
  }

  static void read(DataInput in, float[] values, int count) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(NUMBERS * Float.BYTES);
    for (int from = 0; from < count; from += NUMBERS) {
      int part = Math.min(NUMBERS, count - from);
      in.readFully(block.array(), 0, part * Float.BYTES);
      block.asFloatBuffer().get(values, from, part);
    }
  }
}
