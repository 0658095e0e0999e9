package io.pageturner.pipeline.codec;

/** A record's bytes, not looked into. */
public final class BytesCodec implements RecordCodec<byte[]> {
  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(byte[] bytes) {
    return bytes;
  }
}
