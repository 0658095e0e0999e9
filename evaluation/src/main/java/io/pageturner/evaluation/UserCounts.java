package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.UserId;
import java.util.HashMap;
import java.util.Map;

/** How many users of a bounded sample fell into each bucket; not for several threads at once. */
final class UserCounts {
  private final UserSample<BucketName> users;
  private final Map<BucketName, Long> counts = new HashMap<>();

  UserCounts(int capacity) {
    this.users = new UserSample<>(capacity);
  }

  /** Counts a user, once, for the first bucket that it is seen in. */
  void add(UserId user, BucketName bucket) {
    int zeros = users.zeros();
    users.of(user, () -> counted(bucket));
    if (users.zeros() != zeros) {
      counts.clear();
      users.values().forEach(this::counted);
    }
  }

  private BucketName counted(BucketName bucket) {
    counts.merge(bucket, 1L, Long::sum);
    return bucket;
  }

  Map<BucketName, Long> counts() {
    return Map.copyOf(counts);
  }
}
