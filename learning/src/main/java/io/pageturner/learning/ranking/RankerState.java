package io.pageturner.learning.ranking;

import io.pageturner.learning.trainer.CheckpointMismatchException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What online ranking knows besides its models: counters, and what must be equal to continue.
 *
 * @param format of the checkpoint's files
 * @param featureConfig hash of the feature configuration, which generates the networks
 * @param hidden sizes of the deep part's layers
 * @param pages taken in since scratch
 * @param firstEvent event time of the first page, in epoch milliseconds; {@link #NEVER} for none
 * @param newestEvent event time of the newest page, in epoch milliseconds; {@link #NEVER} for none
 * @param published the last published version; 0 for none
 */
record RankerState(
    int format,
    String featureConfig,
    List<Integer> hidden,
    long pages,
    long firstEvent,
    long newestEvent,
    long published) {
  static final int FORMAT = 1;

  /** Before the first page. */
  static final long NEVER = Long.MIN_VALUE;

  static long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(NEVER);
  }

  static Optional<Instant> instant(long millis) {
    return millis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /**
   * @throws CheckpointMismatchException that names the first field in which a checkpoint's state
   *     differs so that it cannot be continued from
   */
  void requireFits(String origin, RankerState found) {
    require(origin, "format", format, found.format);
    require(origin, "featureConfig", featureConfig, found.featureConfig);
    require(origin, "hidden", hidden, found.hidden);
  }

  private static void require(String origin, String field, Object here, Object found) {
    if (!here.equals(found)) {
      throw new CheckpointMismatchException(origin, field, here, found);
    }
  }
}
