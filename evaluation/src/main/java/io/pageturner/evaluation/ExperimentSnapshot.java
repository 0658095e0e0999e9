package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;
import io.pageturner.evaluation.BucketStatistics.BucketDay;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** An experiment's figures at one moment; immutable. */
public final class ExperimentSnapshot {
  private static final Comparator<BucketName> BY_NAME = Comparator.comparing(BucketName::value);

  private final double level;
  private final Map<BucketName, BucketMoments> totals;
  private final Map<BucketDay, BucketMoments> days;
  private final Map<BucketName, Long> users;

  ExperimentSnapshot(
      double level,
      Map<BucketName, BucketMoments> totals,
      Map<BucketDay, BucketMoments> days,
      Map<BucketName, Long> users) {
    this.level = level;
    this.totals = Map.copyOf(totals);
    this.days = Map.copyOf(days);
    this.users = Map.copyOf(users);
  }

  /** Buckets with a session or more, by name. */
  public Set<BucketName> buckets() {
    SortedSet<BucketName> buckets = new TreeSet<>(BY_NAME);
    buckets.addAll(totals.keySet());
    return Collections.unmodifiableSortedSet(buckets);
  }

  /** A bucket over all days; all zero, with unbounded intervals, when it has no session. */
  public BucketFigures total(BucketName bucket) {
    return totalOf(bucket).figures(level);
  }

  /** A bucket by UTC day, oldest first; days without a session are left out. */
  public SortedMap<LocalDate, BucketFigures> days(BucketName bucket) {
    SortedMap<LocalDate, BucketFigures> figures = new TreeMap<>();
    days.forEach(
        (key, value) -> {
          if (key.bucket().equals(bucket)) {
            figures.put(key.day(), value.figures(level));
          }
        });
    return Collections.unmodifiableSortedMap(figures);
  }

  /** Holds {@code bucket} against {@code baseline} by {@link Metric#REWARD}. */
  public Optional<Comparison> compare(BucketName bucket, BucketName baseline) {
    return compare(Metric.REWARD, bucket, baseline);
  }

  /** Holds {@code bucket} against {@code baseline}; empty while one of them has no session. */
  public Optional<Comparison> compare(Metric metric, BucketName bucket, BucketName baseline) {
    BucketMoments ours = totalOf(bucket);
    BucketMoments theirs = totalOf(baseline);
    if (ours.users() == 0 || theirs.users() == 0) {
      return Optional.empty();
    }
    RunningMoments a = ours.perUser().get(metric);
    RunningMoments b = theirs.perUser().get(metric);
    double effect =
        AlwaysValid.typicalEffect(
            metric.perSession(ours.sessions()), metric.perSession(theirs.sessions()));
    return Optional.of(
        new Comparison(
            metric,
            bucket,
            baseline,
            Intervals.difference(a, b, level),
            Intervals.relativeDifference(a, b, level),
            AlwaysValid.difference(a, b, effect, level),
            AlwaysValid.pValue(a, b, effect)));
  }

  /**
   * Whether the users seen so far fell into the buckets as their shares say.
   *
   * @param shares by bucket
   */
  public SampleRatio sampleRatio(Map<BucketName, Double> shares) {
    return SampleRatio.of(users, shares);
  }

  private BucketMoments totalOf(BucketName bucket) {
    return totals.getOrDefault(bucket, BucketMoments.EMPTY);
  }
}
