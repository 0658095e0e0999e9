package io.pageturner.serving.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Protobuf's wire format, as far as TensorFlow's predict messages need it: fields of varints and of
 * bytes, written; all kinds, read.
 */
final class Wire {
  static final int VARINT = 0;
  static final int FIXED_64 = 1;
  static final int BYTES = 2;
  static final int FIXED_32 = 5;

  private Wire() {}

  /** One message that is being written. */
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer number(int field, long value) {
      varint((long) field << 3 | VARINT);
      varint(value);
      return this;
    }

    Writer bytes(int field, byte[] value) {
      varint((long) field << 3 | BYTES);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Writer text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Writer message(int field, Writer value) {
      return bytes(field, value.toBytes());
    }

    byte[] toBytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        out.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }

  /** One message that is being read, field by field. */
  static final class Reader {
    private final ByteBuffer in;
    private int tag;

    Reader(ByteBuffer message) {
      this.in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Steps to the next field, whose value must then be read or skipped; false at the end.
     *
     * @throws java.nio.BufferUnderflowException like every call here, when the message is cut
     */
    boolean next() {
      if (!in.hasRemaining()) {
        return false;
      }
      tag = (int) varint();
      return true;
    }

    int field() {
      return tag >>> 3;
    }

    int kind() {
      return tag & 7;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte part = in.get();
        value |= (long) (part & 0x7f) << shift;
        if (part >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("a number of more than ten bytes");
    }

    float fixed32() {
      return in.getFloat();
    }

    ByteBuffer bytes() {
      int length = Math.toIntExact(varint());
      if (length < 0 || length > in.remaining()) {
        throw new IllegalArgumentException("a field of " + length + " bytes in a shorter message");
      }
      ByteBuffer value = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length);
      return value;
    }

    Reader message() {
      return new Reader(bytes());
    }

    /**
     * The bytes of the one field of this number, all others skipped.
     *
     * @throws IllegalArgumentException when there is none, or another
     */
    ByteBuffer only(int field) {
      ByteBuffer found = null;
      while (next()) {
        if (field() != field) {
          skip();
        } else if (found != null || kind() != BYTES) {
          throw new IllegalArgumentException("field " + field + " is not there once, as bytes");
        } else {
          found = bytes();
        }
      }
      if (found == null) {
        throw new IllegalArgumentException("a message without field " + field);
      }
      return found;
    }

    void skip() {
      switch (kind()) {
        case VARINT -> varint();
        case FIXED_64 -> in.getLong();
        case BYTES -> bytes();
        case FIXED_32 -> in.getInt();
        default -> throw new IllegalArgumentException("a field of unknown kind " + kind());
      }
    }
  }
}
