package io.pageturner.pipeline.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * A record that could not be read: where it stands, why it was refused, and its bytes (SPEC 4.4).
 *
 * @param topic where it was read
 * @param partition where it was read
 * @param offset where it was read
 * @param reason why it was refused, naming the field
 * @param raw its bytes as they were
 */
public record DeadLetter(String topic, int partition, long offset, String reason, byte[] raw) {
  public DeadLetter {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(reason, "reason");
    raw = raw.clone();
  }

  @Override
  public byte[] raw() {
    return raw.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetter that
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && reason.equals(that.reason)
        && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, offset);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset + ": " + reason;
  }
}
