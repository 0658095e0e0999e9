package io.pageturner.evaluation;

import io.pageturner.domain.UserId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of each user, of a sample of all users in bounded memory: adaptive sampling
 * (Wegman; Flajolet 1990).
 *
 * <p>All users are kept until there are more than there is room for; then those are dropped, now
 * and from then on, whose hash does not end in a zero bit, then in two, and so on. What is left is
 * an unbiased sample of all users, however often each of them came, and what is known of a user
 * that is left is complete: it was kept from the first time on. Of the same users the same ones are
 * left, in whatever order they came. Not for several threads at once.
 *
 * @param <T> what is kept of a user
 */
final class UserSample<T> {
  private final Map<Long, T> kept = new HashMap<>();
  private int capacity;
  private int zeros;

  /**
   * @param capacity most users that are kept, 1 or more
   */
  UserSample(int capacity) {
    limit(capacity);
  }

  /** What is known of a user, {@code first} at the first time; empty for one that is not kept. */
  Optional<T> of(UserId user, Supplier<T> first) {
    long hash = hash(user.value());
    if (Long.numberOfTrailingZeros(hash) < zeros) {
      return Optional.empty();
    }
    T known = kept.computeIfAbsent(hash, added -> first.get());
    thin();
    return Long.numberOfTrailingZeros(hash) < zeros ? Optional.empty() : Optional.of(known);
  }

  /** Leaves room for so many users at most from now on. */
  void limit(int room) {
    if (room < 1) {
      throw new IllegalArgumentException("a sample has room for one user or more, not " + room);
    }
    capacity = room;
    thin();
  }

  private void thin() {
    while (kept.size() > capacity) {
      zeros++;
      kept.keySet().removeIf(known -> Long.numberOfTrailingZeros(known) < zeros);
    }
  }

  /** How many users there were: exact while none was dropped, else an unbiased estimate. */
  long users() {
    return (long) kept.size() << zeros;
  }

  /** One user in 2 to the power of this is kept. */
  int zeros() {
    return zeros;
  }

  /** What is known of the users that are kept, in no order. */
  Collection<T> values() {
    return Collections.unmodifiableCollection(kept.values());
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
