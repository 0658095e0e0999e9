package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pageturner.domain.UserId;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ratios of sums over sessions, with users as the independent units. */
class UserSumsTest {
  /**
   * Three users with y = 5, 1, 6 and x = 2, 1, 3: R = 12/6 = 2, so y − R·x = 1, −1, 0 with variance
   * 1; over mean(x)² = 4 that is 1/4, and a third of it the ratio's. t(2) = 4.302653.
   */
  @Test
  void theVarianceIsThatByHand() {
    UserSums users = users(100);
    add(users, 1, 4, 1);
    add(users, 2, 1, 1);
    add(users, 1, 1, 1);
    add(users, 3, 6, 3);

    RunningMoments ratio = perUser(users, 2);
    assertThat(ratio.count()).isEqualTo(3);
    assertThat(ratio.mean()).isEqualTo(2);
    assertThat(ratio.variance()).isCloseTo(0.25, within(1e-12));
    Interval interval = Intervals.mean(ratio, 0.95);
    assertThat(interval.high()).isCloseTo(2 + 4.302653 * Math.sqrt(0.25 / 3), within(1e-6));
  }

  /** The sandwich with one cluster a user: G/(G − 1)·Σ(y − R·x)² / (Σx)². And the jackknife. */
  @Test
  void theStandardErrorIsTheClusterRobustOneAndNearTheJackknifes() {
    Random random = new Random(8);
    int count = 500;
    double[] y = new double[count];
    double[] x = new double[count];
    UserSums users = users(count);
    for (int session = 0; session < 4 * count; session++) {
      int user = session < count ? session : random.nextInt(count);
      double reward = user % 7 + random.nextGaussian();
      y[user] += reward;
      x[user]++;
      add(users, user, reward, 1);
    }
    double sumY = sum(y);
    double sumX = sum(x);
    double ratio = sumY / sumX;
    double squares = 0;
    double[] without = new double[count];
    for (int user = 0; user < count; user++) {
      squares += Math.pow(y[user] - ratio * x[user], 2);
      without[user] = (sumY - y[user]) / (sumX - x[user]);
    }
    double sandwich = Math.sqrt(count / (count - 1.0) * squares) / sumX;
    double jackknife = Math.sqrt((count - 1) * (count - 1.0) / count * variance(without));

    double error = perUser(users, ratio).standardError();
    assertThat(error).isCloseTo(sandwich, within(1e-12));
    assertThat(error).isCloseTo(jackknife, withinPercentage(1));
  }

  /** Users who come once are their sessions. */
  @Test
  void withOneSessionAUserItIsTheUsualVariance() {
    UserSums users = users(100);
    double[] rewards = {3, -1, 4, 1, -5, 9, 2, 6};
    for (int user = 0; user < rewards.length; user++) {
      add(users, user, rewards[user], 1);
    }
    RunningMoments plain = RunningMoments.of(rewards);
    assertThat(perUser(users, plain.mean()).variance()).isCloseTo(plain.variance(), within(1e-12));
  }

  @Test
  void oneUserTellsNothingOfUsers() {
    UserSums users = users(100);
    add(users, 1, 4, 1);
    add(users, 1, 2, 1);
    assertThat(Intervals.mean(perUser(users, 3), 0.95).bounded()).isFalse();
    assertThat(perUser(users(1), 0).count()).isZero();
  }

  /** 40,000 users, of whom 2,048 to 4,096 are kept: each figure within three standard errors. */
  @Test
  void aSampleTellsNearlyWhatAllUsersTell() {
    UserSums all = users(1 << 20);
    UserSums some = users(1 << 12);
    UserSums backwards = users(1 << 12);
    Random random = new Random(9);
    int count = 40_000;
    double[][] rewards = new double[count][];
    for (int user = 0; user < count; user++) {
      double mood = -Math.log(1 - random.nextDouble());
      rewards[user] = random.doubles(1 + random.nextInt(5)).map(luck -> mood * luck).toArray();
    }
    for (int visit = 0; visit < 5; visit++) {
      for (int user = 0; user < count; user++) {
        add(all, user, rewards[user], visit);
        add(some, user, rewards[user], visit);
        add(backwards, count - 1 - user, rewards[count - 1 - user], visit);
      }
    }
    assertThat(all.users()).isEqualTo(count);
    assertThat(some.kept()).isBetween(1 << 11, 1 << 12);
    assertThat(some.users()).isCloseTo(count, withinPercentage(6));
    assertThat(perUser(some, 0.5).standardError())
        .isCloseTo(perUser(all, 0.5).standardError(), withinPercentage(10));
    assertThat(backwards.users()).as("in whatever order they came").isEqualTo(some.users());
    assertThat(perUser(backwards, 0.5).variance())
        .isCloseTo(perUser(some, 0.5).variance(), within(1e-12));
  }

  /** Whoever is left has both visits: all users are alike, and their ratio is exact. */
  @Test
  void thoseDroppedForWantOfRoomDoNotComeBack() {
    UserSums users = users(64);
    for (int visit = 1; visit <= 2; visit++) {
      for (int user = 0; user < 1_000; user++) {
        add(users, user, visit, 1);
      }
    }
    assertThat(users.kept()).isBetween(32, 64);
    assertThat(perUser(users, 1.5).variance()).isZero();
    users.limit(8);
    assertThat(users.kept()).isBetween(2, 8);
    assertThat(perUser(users, 1.5).variance()).isZero();
    assertThat(perUser(users, 1.5).mean()).isEqualTo(1.5);
  }

  private static UserSums users(int capacity) {
    return new UserSums(capacity, 2);
  }

  private static void add(UserSums users, int user, double y, double x) {
    users.add(new UserId("user-" + user), y, x);
  }

  private static void add(UserSums users, int user, double[] rewards, int visit) {
    if (visit < rewards.length) {
      add(users, user, rewards[visit], 1);
    }
  }

  private static RunningMoments perUser(UserSums users, double ratio) {
    return users.perUser(ratio, 0, 1);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double variance(double[] values) {
    double mean = sum(values) / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1);
  }
}
