package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The running figures of an experiment: every ended session, by bucket and UTC day.
 *
 * <p>A session counts on the day of its first page, as a whole, and as one independent observation.
 * Memory is one small record per bucket and day, and a bounded sample of the users. Writers and
 * readers may be on any thread; a session enters a bucket's day whole. Each episode must be added
 * once.
 */
public final class BucketStatistics {
  /** The level of the intervals unless another is asked for. */
  public static final double DEFAULT_LEVEL = 0.95;

  private final double level;
  private final Instant usersSince;
  private final ConcurrentMap<BucketDay, SessionMoments> moments = new ConcurrentHashMap<>();
  private final UserSample users = new UserSample();

  /** Which sessions are counted together. */
  record BucketDay(BucketName bucket, LocalDate day) {
    static BucketDay of(Episode episode) {
      return new BucketDay(
          episode.bucket(), LocalDate.ofInstant(episode.pages().get(0).time(), ZoneOffset.UTC));
    }
  }

  /** Statistics with intervals of {@link #DEFAULT_LEVEL}. */
  public BucketStatistics() {
    this(DEFAULT_LEVEL);
  }

  /**
   * Statistics with intervals of a level.
   *
   * @param level above 0 and below 1
   */
  public BucketStatistics(double level) {
    this(level, Instant.MIN);
  }

  /**
   * Statistics of buckets whose shares were others once.
   *
   * @param usersSince when the shares became what they are: users of sessions before it do not
   *     count for {@link ExperimentSnapshot#sampleRatio}
   */
  public BucketStatistics(double level, Instant usersSince) {
    this.level = Intervals.checkLevel(level);
    this.usersSince = Objects.requireNonNull(usersSince, "usersSince is missing");
  }

  /** Counts a session. */
  public void add(Episode episode) {
    moments.merge(BucketDay.of(episode), SessionMoments.of(episode), SessionMoments::plus);
    if (!episode.pages().get(0).time().isBefore(usersSince)) {
      users.add(episode.user(), episode.bucket());
    }
  }

  /** The figures as they are now; later sessions do not change it. */
  public ExperimentSnapshot snapshot() {
    return new ExperimentSnapshot(level, moments, users.counts());
  }
}
