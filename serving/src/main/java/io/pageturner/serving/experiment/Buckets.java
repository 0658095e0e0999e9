package io.pageturner.serving.experiment;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cut of all users into buckets by a salted hash of the user's id: sticky, and independent of
 * the cut of another salt.
 *
 * <p>SHA-256 of salt, a zero byte and the id gives a number in [0, 1). Each agent's bucket begins
 * at a place of its own there, the k-th at k's binary digits mirrored at the point (0, ½, ¼, ¾, ⅛,
 * …: van der Corput's sequence), and ends where its share does; the baseline has all that is left.
 * So a share that grows or shrinks, as in a ramp-up, moves users between that agent and the
 * baseline only. What does not fit before the next bucket's begin lies at the end of other gaps.
 *
 * <p>Immutable.
 */
public final class Buckets {
  private static final double TOLERANCE = 1e-9;

  private final byte[] salt;
  private final Map<BucketName, Double> shares;
  private final List<Part> parts;

  /** Whom a bucket has: those with numbers in [from, to). */
  private record Part(BucketName bucket, double from, double to) {
    boolean contains(double point) {
      return point >= from && point < to;
    }
  }

  /**
   * @param salt another one for another experiment, so that no user's luck repeats
   * @param shares of each bucket, agents in the order of their begins; they sum to 1 and the
   *     baseline's is above 0
   * @throws IllegalArgumentException that says which share is wrong
   */
  public Buckets(String salt, Map<BucketName, Double> shares) {
    this.salt = (salt + "\0").getBytes(StandardCharsets.UTF_8);
    this.shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    check(this.shares);
    this.parts = parts(this.shares);
  }

  private static List<Part> parts(Map<BucketName, Double> shares) {
    List<BucketName> agents =
        shares.keySet().stream().filter(bucket -> !bucket.isBaseline()).toList();
    double[] begins = new double[agents.size()];
    TreeSet<Double> ends = new TreeSet<>(Set.of(1.0));
    for (int k = 0; k < begins.length; k++) {
      begins[k] = (Integer.reverse(k) >>> 1) * 0x1p-31;
      ends.add(begins[k]);
    }
    List<Part> parts = new ArrayList<>();
    List<Part> gaps = new ArrayList<>();
    double[] without = new double[begins.length]; // share that has found no place yet
    for (int k = 0; k < begins.length; k++) {
      double share = shares.get(agents.get(k));
      double next = ends.higher(begins[k]);
      double end = Math.min(next, begins[k] + share);
      parts.add(new Part(agents.get(k), begins[k], end));
      gaps.add(new Part(BucketName.BASELINE, end, next));
      without[k] = share - (end - begins[k]);
    }
    for (int k = 0; k < begins.length; k++) {
      fill(parts, gaps, agents.get(k), without[k]);
    }
    return List.copyOf(parts);
  }

  /** Places what is left of a share at the ends of gaps. */
  private static void fill(List<Part> parts, List<Part> gaps, BucketName agent, double without) {
    double left = without;
    for (int i = gaps.size() - 1; i >= 0 && left > 0; i--) {
      Part gap = gaps.get(i);
      double begin = Math.max(gap.from(), gap.to() - left);
      parts.add(new Part(agent, begin, gap.to()));
      gaps.set(i, new Part(gap.bucket(), gap.from(), begin));
      left -= gap.to() - begin;
    }
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
    for (Part part : parts) {
      if (part.contains(point)) {
        return part.bucket();
      }
    }
    return BucketName.BASELINE;
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
