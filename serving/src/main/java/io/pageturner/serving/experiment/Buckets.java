package io.pageturner.serving.experiment;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cut of all users into buckets by a salted hash of the user's id: sticky, and independent of
 * the cut of another salt.
 *
 * <p>Immutable. SHA-256 of salt, a zero byte and the id gives a number in [0, 1) that is looked up
 * among the buckets' shares laid side by side in their order.
 */
public final class Buckets {
  private static final double TOLERANCE = 1e-9;

  private final byte[] salt;
  private final Map<BucketName, Double> shares;

  /**
   * @param salt another one for another experiment, so that no user's luck repeats
   * @param shares of each bucket, in order; they sum to 1 and the baseline's is above 0
   * @throws IllegalArgumentException that says which share is wrong
   */
  public Buckets(String salt, Map<BucketName, Double> shares) {
    this.salt = (salt + "\0").getBytes(StandardCharsets.UTF_8);
    this.shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    check(this.shares);
  }

  private static void check(Map<BucketName, Double> shares) {
    double total = 0;
    for (Map.Entry<BucketName, Double> share : shares.entrySet()) {
      if (!(share.getValue() >= 0 && share.getValue() <= 1)) {
        throw new IllegalArgumentException(
            "the share of bucket " + share.getKey() + " must be 0 to 1, was " + share.getValue());
      }
      total += share.getValue();
    }
    if (!(shares.getOrDefault(BucketName.BASELINE, 0.0) > 0)) {
      throw new IllegalArgumentException(
          "the bucket 'baseline' must have a share above 0: agents are measured against it");
    }
    if (Math.abs(total - 1) > TOLERANCE) {
      throw new IllegalArgumentException(
          "the buckets' shares must sum to 1, they sum to " + total + ": " + shares);
    }
  }

  /** The bucket that a user is in, the same for ever. */
  public BucketName of(UserId user) {
    double point = point(user);
    BucketName last = BucketName.BASELINE;
    for (Map.Entry<BucketName, Double> share : shares.entrySet()) {
      if (share.getValue() > 0) {
        last = share.getKey();
        point -= share.getValue();
        if (point < 0) {
          return last;
        }
      }
    }
    return last; // The shares' sum was rounded to just below the point.
  }

  /** Shares by bucket, in order. */
  public Map<BucketName, Double> shares() {
    return shares;
  }

  /** A number in [0, 1) with 53 random bits. */
  private double point(UserId user) {
    MessageDigest digest = sha256();
    digest.update(salt);
    byte[] hash = digest.digest(user.value().getBytes(StandardCharsets.UTF_8));
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
