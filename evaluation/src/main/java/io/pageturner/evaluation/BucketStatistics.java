package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The running figures of an experiment: every ended session, by bucket and UTC day.
 *
 * <p>A session counts on the day of its first page, as a whole. Estimates come from all sessions;
 * how sure they are comes from the sums of users, who are what was randomised, so that sessions of
 * one user need not be independent. Sums are kept of a sample of the users: of {@value
 * #USERS_OF_A_BUCKET} a bucket over all days, and of {@value #USERS_OF_A_DAY} a bucket and day,
 * though of {@value #USERS_OF_ALL_DAYS} in all. That bounds memory, at about 150 bytes a user. A
 * user whose bucket changed with the shares is one user in each.
 *
 * <p>Writers and readers may be on any thread; a session enters whole. Each episode must be added
 * once.
 */
public final class BucketStatistics {
  /** The level of the intervals unless another is asked for. */
  public static final double DEFAULT_LEVEL = 0.95;

  static final int USERS_OF_A_BUCKET = 1 << 15;
  static final int USERS_OF_A_DAY = 1 << 12;
  static final int USERS_OF_ALL_DAYS = 1 << 17;

  private static final int USERS_HELD_AGAINST_SHARES = 1 << 16;

  private final double level;
  private final Map<BucketName, BucketSessions> buckets = new HashMap<>();
  private final Map<BucketDay, BucketSessions> days = new HashMap<>();
  private UserCounts users = new UserCounts(USERS_HELD_AGAINST_SHARES);
  private Instant usersSince;

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

  /**
   * The shares have become others: only users of sessions from then on count for {@link
   * ExperimentSnapshot#sampleRatio}.
   */
  public synchronized void cutAnew(Instant since) {
    usersSince = Objects.requireNonNull(since, "since is missing");
    users = new UserCounts(USERS_HELD_AGAINST_SHARES);
  }

  /** Counts a session. */
  public synchronized void add(Episode session) {
    buckets
        .computeIfAbsent(session.bucket(), bucket -> new BucketSessions(USERS_OF_A_BUCKET))
        .add(session);
    day(BucketDay.of(session)).add(session);
    if (!session.pages().get(0).time().isBefore(usersSince)) {
      users.add(session.user(), session.bucket());
    }
  }

  /** A day's sessions; a new day takes its share of the room from the others. */
  private BucketSessions day(BucketDay day) {
    BucketSessions known = days.get(day);
    if (known != null) {
      return known;
    }
    int room = Math.max(1, Math.min(USERS_OF_A_DAY, USERS_OF_ALL_DAYS / (days.size() + 1)));
    days.values().forEach(other -> other.limit(room));
    BucketSessions added = new BucketSessions(room);
    days.put(day, added);
    return added;
  }

  /** The figures as they are now; later sessions do not change it. */
  public synchronized ExperimentSnapshot snapshot() {
    Map<BucketName, BucketMoments> totals = new HashMap<>();
    buckets.forEach((bucket, sessions) -> totals.put(bucket, sessions.moments()));
    Map<BucketDay, BucketMoments> byDay = new HashMap<>();
    days.forEach((day, sessions) -> byDay.put(day, sessions.moments()));
    return new ExperimentSnapshot(level, totals, byDay, users.counts());
  }

  /** Of how many users sums are kept, counting a user once a bucket and once a day. */
  synchronized int kept() {
    return Stream.of(buckets, days)
        .flatMap(sessions -> sessions.values().stream())
        .mapToInt(BucketSessions::kept)
        .sum();
  }
}
