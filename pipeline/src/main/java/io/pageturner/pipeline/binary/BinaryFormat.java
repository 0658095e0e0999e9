package io.pageturner.pipeline.binary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A compact encoding of one type, for what travels between the stream job's tasks and for its
 * state; topics carry JSON instead.
 *
 * @param <T> the type, immutable or copied by writing and reading
 */
public interface BinaryFormat<T> {
  void write(T value, DataOutput out) throws IOException;

  T read(DataInput in) throws IOException;
}
