package io.pageturner.evaluation;

import io.pageturner.domain.UserId;
import java.util.Optional;

/**
 * How sure a ratio of sums over sessions is, when users are the independent units: they are what is
 * randomised, and neither a user's sessions nor a session's pages are independent of each other
 * (Deng, Knoblich and Lu 2018).
 *
 * <p>Keeps the sums of each user of a bounded sample, and the sums and products of those over the
 * users: a session costs a few multiplications, and so does a look, however many users there are.
 * Not for several threads at once.
 */
public final class UserSums {
  private final UserSample<double[]> users;
  private final double[] sums;
  private final double[][] products;

  /**
   * @param capacity most users whose sums are kept, 1 or more; of all users while there are fewer
   * @param numbers how many numbers a session has
   */
  public UserSums(int capacity, int numbers) {
    this.users = new UserSample<>(capacity);
    this.sums = new double[numbers];
    this.products = new double[numbers][numbers];
  }

  /** Takes in the numbers of one of a user's sessions. */
  public void add(UserId user, double... session) {
    int zeros = users.zeros();
    Optional<double[]> found = users.of(user, () -> new double[sums.length]);
    recountAfter(zeros);
    found.ifPresent(
        mine -> {
          count(mine, -1);
          for (int i = 0; i < mine.length; i++) {
            mine[i] += session[i];
          }
          count(mine, 1);
        });
  }

  /** Keeps the sums of so many users at most from now on. */
  void limit(int capacity) {
    int zeros = users.zeros();
    users.limit(capacity);
    recountAfter(zeros);
  }

  private void recountAfter(int zeros) {
    if (users.zeros() == zeros) {
      return;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = 0;
      products[i] = new double[sums.length];
    }
    users.values().forEach(kept -> count(kept, 1));
  }

  private void count(double[] user, int times) {
    for (int i = 0; i < user.length; i++) {
      sums[i] += times * user[i];
      for (int j = 0; j <= i; j++) {
        products[i][j] += times * user[i] * user[j];
      }
    }
  }

  /** How many users there were: exact while all are kept, else an unbiased estimate. */
  public long users() {
    return users.users();
  }

  /** How many users are kept. */
  int kept() {
    return users.values().size();
  }

  /**
   * The ratio R = Σy/Σx as the mean of independent numbers, one a user, whose variance is R's by
   * the delta method: that of y_u − R·x_u over mean(x_u), with y_u and x_u the sums of a user.
   *
   * @param ratio R over all sessions, also of users that are not kept
   * @param y which number of a session
   * @param x which other one, above 0
   */
  public RunningMoments perUser(double ratio, int y, int x) {
    int n = kept();
    if (n < 2) {
      return new RunningMoments(n, ratio, 0);
    }
    double mean = (sums[y] - ratio * sums[x]) / n; // 0 but for rounding when all users are kept.
    double squares =
        products[y][y]
            - 2 * ratio * products[Math.max(y, x)][Math.min(y, x)]
            + ratio * ratio * products[x][x]
            - n * mean * mean;
    // A perfect ratio leaves 0, which rounding can push below.
    double variance = Math.max(0, squares) / (n - 1) / Math.pow(sums[x] / n, 2);
    return new RunningMoments(users(), ratio, variance * (users() - 1));
  }
}
