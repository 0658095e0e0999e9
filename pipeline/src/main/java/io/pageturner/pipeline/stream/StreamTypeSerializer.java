package io.pageturner.pipeline.stream;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Flink's view of a {@link StreamType}'s format.
 *
 * @param <T> the type
 */
final class StreamTypeSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1;
  private static final int FIRST_BYTES = 1 << 10;

  private final StreamType<T> type;

  StreamTypeSerializer(StreamType<T> type) {
    this.type = type;
  }

  /**
   * A checkpoint's stream takes a lock for each write, so that the hundred fields of a page cost
   * more than their bytes: it gets whole values. Between tasks it is bytes in memory anyway.
   */
  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    if (target instanceof DataOutputSerializer) {
      type.format().write(value, target);
      return;
    }
    DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);
    type.format().write(value, bytes);
    target.write(bytes.getSharedBuffer(), 0, bytes.length());
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return type.format().read(source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public T copy(T from) {
    return type.copy(from);
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  /** Formats hold nothing: one serves every thread. */
  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  /** Values are shared, never reused; those that change know how to copy themselves. */
  @Override
  public boolean isImmutableType() {
    return false;
  }

  /** There is no empty instance to reuse. */
  @Override
  public T createInstance() {
    return null;
  }

  /** Of variable length. */
  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>(type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamTypeSerializer<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  /**
   * What a checkpoint keeps of the serialiser: the type's name and the format's version.
   *
   * @param <T> the type
   */
  public static final class Snapshot<T> implements TypeSerializerSnapshot<T> {
    /** Raised when a format changes; the reader of older ones is then to be kept here. */
    private static final int FORMAT_VERSION = 1;

    private StreamType<T> type;

    /** For Flink, which calls {@link #readSnapshot} next. */
    public Snapshot() {}

    Snapshot(StreamType<T> type) {
      this.type = type;
    }

    @Override
    public int getCurrentVersion() {
      return FORMAT_VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(type.name());
    }

    @Override
    @SuppressWarnings("unchecked") // the name was written by a snapshot of the same T
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader loader)
        throws IOException {
      if (readVersion != FORMAT_VERSION) {
        throw new IOException(
            "state has format version " + readVersion + ", known is " + FORMAT_VERSION);
      }
      type = (StreamType<T>) StreamType.named(in.readUTF());
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return type.serializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      return old instanceof Snapshot<?> that && type.equals(((Snapshot<?>) that).type)
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
