package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.BucketName;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * How often the truth lies in a 95 % interval, over many simulated experiments of a fixed seed.
 *
 * <p>With {@value #RUNS} runs the share has a standard error of 0.5 %, so exact intervals land in
 * 95 ± 1.5 %; the asymptotic ones get 2 %.
 */
class IntervalCoverageTest {
  private static final int RUNS = 2_000;
  private static final double LEVEL = 0.95;

  @Test
  void meanOfFiveNormalNumbersIsCovered() {
    double coverage =
        coverage(
            3, random -> Intervals.mean(sample(random, 5, g -> 3 + 2 * g.nextGaussian()), LEVEL));
    assertThat(coverage).isBetween(0.935, 0.965);
  }

  @Test
  void differenceOfUnequalSamplesIsCovered() {
    double coverage =
        coverage(
            3,
            random ->
                Intervals.difference(
                    sample(random, 8, g -> 4 + 5 * g.nextGaussian()),
                    sample(random, 40, g -> 1 + g.nextGaussian()),
                    LEVEL));
    assertThat(coverage).isBetween(0.935, 0.965);
  }

  /** A user in a mood turns more pages and clicks more on each: pages are far from independent. */
  @Test
  void clickRateOfSessionsWithMoodsIsCovered() {
    double truth = (0.5 * 2 * 0.1 + 0.5 * 5 * 0.3) / (0.5 * 2 + 0.5 * 5);
    double coverage =
        coverage(
            truth,
            random -> {
              PairedMoments sessions = PairedMoments.EMPTY;
              for (int i = 0; i < 300; i++) {
                boolean keen = random.nextBoolean();
                int pages = pages(random, keen ? 0.8 : 0.5);
                sessions = sessions.plus(clicks(random, pages, keen ? 0.3 : 0.1), pages);
              }
              return Intervals.ratio(sessions, LEVEL);
            });
    assertThat(coverage).isBetween(0.93, 0.97);
  }

  @Test
  void relativeDifferenceOfSkewedRewardsIsCovered() {
    double coverage =
        coverage(
            0.2,
            random ->
                Intervals.relativeDifference(
                    sample(random, 300, g -> -1.2 * Math.log(1 - g.nextDouble())),
                    sample(random, 300, g -> -Math.log(1 - g.nextDouble())),
                    LEVEL));
    assertThat(coverage).isBetween(0.93, 0.97);
  }

  /**
   * Keen users come oftener, are worth more and click more: 300 users with 3.4 sessions each on
   * average, 1,000 times. With sessions as the units intervals are far too narrow.
   */
  @Test
  void figuresOfUsersWhoComeBackAreCovered() {
    double sessions = 0.3 / (1 - 0.85) + 0.7 / (1 - 0.5);
    double reward = (0.3 / (1 - 0.85) * 3 + 0.7 / (1 - 0.5) * 0.5) / sessions;
    double clickRate = (0.3 / (1 - 0.85) * 0.5 + 0.7 / (1 - 0.5) * 0.1) / sessions;
    Random random = new Random(20_260_101);
    int runs = 1_000;
    int[] covered = new int[3];
    for (int run = 0; run < runs; run++) {
      BucketStatistics statistics = new BucketStatistics(LEVEL);
      double[] rewards = returning(random, statistics).toArray();
      BucketFigures figures = statistics.snapshot().total(BucketName.BASELINE);
      covered[0] += figures.rewardPerSession().contains(reward) ? 1 : 0;
      covered[1] += figures.clickRate().contains(clickRate) ? 1 : 0;
      covered[2] += Intervals.mean(RunningMoments.of(rewards), LEVEL).contains(reward) ? 1 : 0;
    }
    System.out.printf(
        "users who come back: %.1f and %.1f %% of 95 %% intervals hold reward and click rate,"
            + " %.1f %% with sessions as the units%n",
        100.0 * covered[0] / runs, 100.0 * covered[1] / runs, 100.0 * covered[2] / runs);
    assertThat(covered[0]).isBetween(930, 970);
    assertThat(covered[1]).isBetween(930, 970);
    assertThat(covered[2]).isLessThan(850);
  }

  /** Adds the sessions of 300 users, of one to three pages each; tells the sessions' rewards. */
  private static DoubleStream returning(Random random, BucketStatistics statistics) {
    DoubleStream.Builder rewards = DoubleStream.builder();
    for (int user = 0; user < 300; user++) {
      boolean keen = random.nextDouble() < 0.3;
      do {
        double reward = (keen ? 3 : 0.5) * -Math.log(1 - random.nextDouble());
        rewards.add(reward);
        Sessions.Counts[] pages = new Sessions.Counts[1 + random.nextInt(3)];
        for (int i = 0; i < pages.length; i++) {
          int click = random.nextDouble() < (keen ? 0.5 : 0.1) ? 1 : 0;
          pages[i] = Sessions.page(click, 0, 0, i == 0 ? reward : 0);
        }
        statistics.add(Sessions.session("u" + user, BucketName.BASELINE, Sessions.MONDAY, pages));
      } while (random.nextDouble() < (keen ? 0.85 : 0.5));
    }
    return rewards.build();
  }

  private interface Experiment {
    Interval run(Random random);
  }

  private static double coverage(double truth, Experiment experiment) {
    Random random = new Random(20_260_101);
    int covered = 0;
    for (int run = 0; run < RUNS; run++) {
      covered += experiment.run(random).contains(truth) ? 1 : 0;
    }
    return (double) covered / RUNS;
  }

  private static RunningMoments sample(Random random, int size, ToDoubleFunction<Random> draw) {
    RunningMoments moments = RunningMoments.EMPTY;
    for (int i = 0; i < size; i++) {
      moments = moments.plus(draw.applyAsDouble(random));
    }
    return moments;
  }

  /** One page, and one more with probability {@code stay} each time: 1/(1 − stay) on average. */
  private static int pages(Random random, double stay) {
    int pages = 1;
    while (random.nextDouble() < stay) {
      pages++;
    }
    return pages;
  }

  private static int clicks(Random random, int pages, double rate) {
    int clicks = 0;
    for (int page = 0; page < pages; page++) {
      clicks += random.nextDouble() < rate ? 1 : 0;
    }
    return clicks;
  }
}
