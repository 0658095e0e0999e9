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
  private final Map<BucketDay, SessionMoments> moments;
  private final Map<BucketName, Long> users;

  ExperimentSnapshot(
      double level, Map<BucketDay, SessionMoments> moments, Map<BucketName, Long> users) {
    this.level = level;
    this.moments = Map.copyOf(moments);
    this.users = Map.copyOf(users);
  }

  /** Buckets with a session or more, by name. */
  public Set<BucketName> buckets() {
    SortedSet<BucketName> buckets = new TreeSet<>(BY_NAME);
    moments.keySet().forEach(key -> buckets.add(key.bucket()));
    return Collections.unmodifiableSortedSet(buckets);
  }

  /** A bucket over all days; all zero, with unbounded intervals, when it has no session. */
  public BucketFigures total(BucketName bucket) {
    return totalMoments(bucket).figures(level);
  }

  /** A bucket by UTC day, oldest first; days without a session are left out. */
  public SortedMap<LocalDate, BucketFigures> days(BucketName bucket) {
    SortedMap<LocalDate, BucketFigures> days = new TreeMap<>();
    moments.forEach(
        (key, value) -> {
          if (key.bucket().equals(bucket)) {
            days.put(key.day(), value.figures(level));
          }
        });
    return Collections.unmodifiableSortedMap(days);
  }

  /** Holds {@code bucket} against {@code baseline} by {@link Metric#REWARD}. */
  public Optional<Comparison> compare(BucketName bucket, BucketName baseline) {
    return compare(Metric.REWARD, bucket, baseline);
  }

  /** Holds {@code bucket} against {@code baseline}; empty while one of them has no session. */
  public Optional<Comparison> compare(Metric metric, BucketName bucket, BucketName baseline) {
    RunningMoments ours = metric.of(totalMoments(bucket));
    RunningMoments theirs = metric.of(totalMoments(baseline));
    if (ours.count() == 0 || theirs.count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Comparison(
            metric,
            bucket,
            baseline,
            Intervals.difference(ours, theirs, level),
            Intervals.relativeDifference(ours, theirs, level),
            AlwaysValid.difference(ours, theirs, level),
            AlwaysValid.pValue(ours, theirs)));
  }

  /**
   * Whether the users seen so far fell into the buckets as their shares say.
   *
   * @param shares by bucket
   */
  public SampleRatio sampleRatio(Map<BucketName, Double> shares) {
    return SampleRatio.of(users, shares);
  }

  private SessionMoments totalMoments(BucketName bucket) {
    return moments.entrySet().stream()
        .filter(entry -> entry.getKey().bucket().equals(bucket))
        // In the order of the days, so that equal sessions give equal figures to the last bit.
        .sorted(Comparator.comparing(entry -> entry.getKey().day()))
        .map(Map.Entry::getValue)
        .reduce(SessionMoments.EMPTY, SessionMoments::plus);
  }
}
