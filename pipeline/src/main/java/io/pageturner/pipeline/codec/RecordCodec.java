package io.pageturner.pipeline.codec;

/**
 * How one type of record is written to a topic and read back.
 *
 * @param <T> the type
 */
public interface RecordCodec<T> {
  /** The record's canonical bytes. */
  byte[] encode(T value);

  /**
   * The record of these bytes.
   *
   * @throws MalformedRecordException that names the field and what is wrong with it
   */
  T decode(byte[] bytes);
}
