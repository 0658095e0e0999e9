package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.UserId;
import java.util.HashMap;
import java.util.Map;

/**
 * Distinct users by bucket, in bounded memory: adaptive sampling (Wegman; Flajolet 1990).
 *
 * <p>All users are kept until there are {@value #CAPACITY}; then those are dropped, now and from
 * then on, whose hash does not end in a zero bit, then in two, and so on. What is left is an
 * unbiased sample of all users, however often each of them came. Safe for many threads.
 */
final class UserSample {
  private static final int CAPACITY = 1 << 16;

  private final Map<Long, BucketName> kept = new HashMap<>();
  private int zeros;

  /** Counts a user, once. */
  synchronized void add(UserId user, BucketName bucket) {
    long hash = hash(user.value());
    if (Long.numberOfTrailingZeros(hash) < zeros) {
      return;
    }
    kept.putIfAbsent(hash, bucket);
    while (kept.size() > CAPACITY) {
      zeros++;
      kept.keySet().removeIf(known -> Long.numberOfTrailingZeros(known) < zeros);
    }
  }

  /** The sampled users by bucket. */
  synchronized Map<BucketName, Long> counts() {
    Map<BucketName, Long> counts = new HashMap<>();
    kept.values().forEach(bucket -> counts.merge(bucket, 1L, Long::sum));
    return counts;
  }

  /** FNV-1a of the characters, then the finaliser of SplitMix64: unlike what cuts the buckets. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
