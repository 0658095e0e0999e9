package io.pageturner.evaluation;

import static io.pageturner.evaluation.Sessions.MONDAY;
import static io.pageturner.evaluation.Sessions.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketStatisticsTest {
  private static final BucketName AGENT = new BucketName("agent");
  private static final BucketName BASELINE = BucketName.BASELINE;

  private final BucketStatistics statistics = new BucketStatistics();
  private final AtomicInteger users = new AtomicInteger();

  @Test
  void everythingOfASessionIsCounted() {
    statistics.add(session(AGENT, MONDAY, page(1, 0, 2_000, 1), page(0, 0, 500, -0.1)));
    statistics.add(session(AGENT, MONDAY, page(2, 1, 1_500, 7)));

    BucketFigures figures = statistics.snapshot().total(AGENT);
    assertThat(figures.users()).isEqualTo(2);
    assertThat(figures.sessions()).isEqualTo(2);
    assertThat(figures.pages()).isEqualTo(3);
    assertThat(figures.clicks()).isEqualTo(3);
    assertThat(figures.orders()).isEqualTo(1);
    assertThat(figures.rewardPerSession().estimate()).isCloseTo(3.95, within(1e-12));
    assertThat(figures.clickRate().estimate()).isCloseTo(1, within(1e-12));
    assertThat(figures.orderRate().estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(figures.depth().estimate()).isCloseTo(1.5, within(1e-12));
    assertThat(figures.dwellSeconds().estimate()).isCloseTo(2, within(1e-12));
    assertThat(figures.rewardPerSession().bounded()).isTrue();
  }

  @Test
  void usersOfOtherSharesDoNotCountForTheSampleRatio() {
    Map<BucketName, Double> halves = Map.of(AGENT, 0.5, BASELINE, 0.5);
    assertThat(since(Instant.MIN).sampleRatio(halves).mismatch()).isTrue(); // 120 of 400
    ExperimentSnapshot changed = since(MONDAY.plusSeconds(1));
    assertThat(changed.sampleRatio(halves).pValue()).isEqualTo(1); // 100 of 200
    assertThat(changed.total(AGENT).sessions()).as("figures count all").isEqualTo(120);
  }

  @Test
  void aSessionCountsOnTheUtcDayOfItsFirstPage() {
    Instant lateOnMonday = Instant.parse("2026-03-02T23:59:59Z");
    statistics.add(session(AGENT, lateOnMonday, page(0, 0, 0, 1), page(0, 0, 0, 1)));
    statistics.add(session(AGENT, lateOnMonday.plusSeconds(1), page(0, 0, 0, 5)));

    ExperimentSnapshot snapshot = statistics.snapshot();
    assertThat(snapshot.days(AGENT))
        .containsOnlyKeys(LocalDate.parse("2026-03-02"), LocalDate.parse("2026-03-03"));
    assertThat(snapshot.days(AGENT).get(LocalDate.parse("2026-03-02")).pages()).isEqualTo(2);
    assertThat(snapshot.total(AGENT).rewardPerSession().estimate()).isCloseTo(3.5, within(1e-12));
  }

  @Test
  void aBucketIsHeldAgainstTheBaseline() {
    double[] agent = {3, 4, 5, 4};
    double[] baseline = {1, 2, 3, 2};
    for (int i = 0; i < agent.length; i++) {
      statistics.add(session(AGENT, MONDAY, page(0, 0, 0, agent[i])));
      // On different days, so that the comparison has to merge.
      statistics.add(
          session(BASELINE, MONDAY.plus(Duration.ofDays(i)), page(0, 0, 0, baseline[i])));
    }
    Comparison comparison = statistics.snapshot().compare(AGENT, BASELINE).orElseThrow();
    // Both variances 2/3, so standard error √(2·(2/3)/4) = 0.57735 and 6 degrees: t = 2.446912.
    assertThat(comparison.difference().estimate()).isCloseTo(2, within(1e-12));
    assertThat(comparison.difference().low()).isCloseTo(2 - 2.446912 * 0.577350, within(1e-5));
    assertThat(comparison.relative().estimate()).isCloseTo(1, within(1e-12));
    assertThat(comparison.bucket()).isEqualTo(AGENT);
    assertThat(comparison.baseline()).isEqualTo(BASELINE);
  }

  /**
   * Clicks per page 2/3 against 1/2, orders 1/2 against 0, depth 3/2 against 2, dwell 2 s against 1
   * s.
   */
  @Test
  void bucketsAreHeldAgainstEachOtherByEveryMetric() {
    statistics.add(session(AGENT, MONDAY, page(1, 1, 1_000, 0), page(0, 0, 2_000, 0)));
    statistics.add(session(AGENT, MONDAY, page(1, 0, 1_000, 0)));
    statistics.add(session(BASELINE, MONDAY, page(1, 0, 1_000, 0), page(0, 0, 0, 0)));
    statistics.add(session(BASELINE, MONDAY, page(1, 0, 500, 0), page(0, 0, 500, 0)));

    assertThat(difference(Metric.CLICK_RATE)).isCloseTo(2 / 3.0 - 1 / 2.0, within(1e-12));
    assertThat(difference(Metric.ORDER_RATE)).isCloseTo(0.5, within(1e-12));
    assertThat(difference(Metric.DEPTH)).isCloseTo(-0.5, within(1e-12));
    assertThat(difference(Metric.DWELL)).isCloseTo(1, within(1e-12));
    assertThat(difference(Metric.REWARD)).isZero();
  }

  private double difference(Metric metric) {
    Comparison comparison = statistics.snapshot().compare(metric, AGENT, BASELINE).orElseThrow();
    assertThat(comparison.metric()).isEqualTo(metric);
    assertThat(comparison.alwaysValid().estimate()).isEqualTo(comparison.difference().estimate());
    assertThat(comparison.pValue()).as("too few to tell").isEqualTo(1);
    return comparison.difference().estimate();
  }

  /**
   * Every session here is of one and the same user: in one bucket of two nothing can be off yet.
   */
  @Test
  void usersAreHeldAgainstTheShares() {
    for (int i = 0; i < 50; i++) {
      statistics.add(Sessions.session("u", AGENT, MONDAY, page(0, 0, 0, 1)));
    }
    assertThat(statistics.snapshot().sampleRatio(Map.of(AGENT, 0.5, BASELINE, 0.5)).mismatch())
        .isFalse();
    assertThat(statistics.snapshot().sampleRatio(Map.of(BASELINE, 1.0)).mismatch()).isTrue();
  }

  @Test
  void nothingIsComparedBeforeBothHaveASession() {
    statistics.add(session(AGENT, MONDAY, page(0, 0, 0, 1)));
    assertThat(statistics.snapshot().compare(AGENT, BASELINE)).isEmpty();
    assertThat(statistics.snapshot().total(BASELINE).sessions()).isZero();
    assertThat(statistics.snapshot().total(BASELINE).clickRate().bounded()).isFalse();
    assertThat(statistics.snapshot().buckets()).containsExactly(AGENT);
  }

  @Test
  void aSnapshotStaysAsItIs() {
    statistics.add(session(AGENT, MONDAY, page(0, 0, 0, 1)));
    ExperimentSnapshot before = statistics.snapshot();
    statistics.add(session(AGENT, MONDAY, page(0, 0, 0, 1)));
    assertThat(before.total(AGENT).sessions()).isEqualTo(1);
    assertThatThrownBy(() -> before.days(AGENT).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void writersOnSeveralThreadsLoseNothing() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<? extends Future<?>> writes =
          IntStream.range(0, 4).mapToObj(w -> writers.submit(this::addAThousand)).toList();
      for (Future<?> write : writes) {
        write.get();
      }
    } finally {
      writers.shutdownNow();
    }
    BucketFigures figures = statistics.snapshot().total(AGENT);
    assertThat(figures.sessions()).isEqualTo(4_000);
    assertThat(figures.users()).isEqualTo(4_000);
    assertThat(figures.clicks()).isEqualTo(4_000);
    assertThat(figures.rewardPerSession().estimate()).isCloseTo(2, within(1e-9));
  }

  private void addAThousand() {
    for (int i = 0; i < 1_000; i++) {
      statistics.add(session(AGENT, MONDAY, page(1, 0, 0, 2)));
      assertThat(statistics.snapshot().total(AGENT).sessions()).isPositive();
    }
  }

  /** 250,000 users on 50 days, in days that come in no order. */
  @Test
  void memoryIsBounded() {
    Random random = new Random(11);
    for (int i = 0; i < 250_000; i++) {
      Instant day = MONDAY.plus(Duration.ofDays(random.nextInt(50)));
      statistics.add(session(AGENT, day, page(0, 0, 0, random.nextDouble())));
    }
    int most = BucketStatistics.USERS_OF_A_BUCKET + BucketStatistics.USERS_OF_ALL_DAYS;
    assertThat(statistics.kept()).isBetween(most / 3, most);
    ExperimentSnapshot snapshot = statistics.snapshot();
    // From about 31,000 and 2,500 kept, so with standard errors of 0.5 and 1.4 %.
    assertThat(snapshot.total(AGENT).users()).isCloseTo(250_000, withinPercentage(2));
    assertThat(snapshot.total(AGENT).sessions()).isEqualTo(250_000);
    BucketFigures monday = snapshot.days(AGENT).get(LocalDate.parse("2026-03-02"));
    assertThat(monday.users()).isCloseTo(monday.sessions(), withinPercentage(5));
  }

  private static ExperimentSnapshot since(Instant sharesChanged) {
    BucketStatistics statistics = new BucketStatistics(0.95, sharesChanged);
    for (int i = 0; i < 200; i++) {
      BucketName before = i < 20 ? AGENT : BASELINE;
      statistics.add(Sessions.session("early-" + i, before, MONDAY, page(0, 0, 0, 0)));
      BucketName after = i < 100 ? AGENT : BASELINE;
      Instant tuesday = MONDAY.plus(Duration.ofDays(1));
      statistics.add(Sessions.session("late-" + i, after, tuesday, page(0, 0, 0, 0)));
    }
    return statistics.snapshot();
  }

  /** A session of a user who comes once. */
  private Episode session(BucketName bucket, Instant start, Sessions.Counts... counts) {
    return Sessions.session("u" + users.incrementAndGet(), bucket, start, counts);
  }
}
