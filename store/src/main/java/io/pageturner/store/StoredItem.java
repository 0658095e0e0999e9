package io.pageturner.store;

import io.pageturner.domain.ItemId;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One item of an embedding set.
 *
 * @param item its id
 * @param count how often the sessions trained from name it; 0 when that is not known
 * @param vector [d]
 */
public record StoredItem(ItemId item, int count, float[] vector) {
  /** The value in the store: count and vector, big-endian. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Float.BYTES * vector.length);
    bytes.putInt(count).asFloatBuffer().put(vector);
    return bytes.array();
  }

  static StoredItem of(String item, byte[] value, int dimension) throws IOException {
    if (value.length != Integer.BYTES + Float.BYTES * dimension) {
      throw new IOException(
          "the stored embedding of item "
              + item
              + " has "
              + value.length
              + " bytes, one of dimension "
              + dimension
              + " has "
              + (Integer.BYTES + Float.BYTES * dimension));
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    int count = bytes.getInt();
    float[] vector = new float[dimension];
    bytes.asFloatBuffer().get(vector);
    return new StoredItem(new ItemId(item), count, vector);
  }
}
