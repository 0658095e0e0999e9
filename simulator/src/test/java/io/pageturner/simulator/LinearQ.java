package io.pageturner.simulator;

import java.util.List;

/**
 * Q(x, u) = (w0 + w1·u + w2·u²)·x by fitted Q iteration with ridge regression on logged pages
 * (Ernst, Geurts & Wehenkel 2005): the simplest learner that looks ahead.
 */
final class LinearQ {
  private static final int POWERS = 3;
  private static final double RIDGE = 20;
  private static final double[] GRID = {-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1};

  private final int size;
  private double[] weights;

  /**
   * One logged page.
   *
   * @param x what was known
   * @param u the action on the unit scale
   * @param reward of the page
   * @param next what was known on the session's next page; null after the last
   */
  record Logged(double[] x, double u, double reward, double[] next) {}

  LinearQ(int size) {
    this.size = size;
    this.weights = new double[size * POWERS];
  }

  /** The best action on the unit scale. */
  double best(double[] x) {
    double best = GRID[0];
    for (double u : GRID) {
      best = value(x, u) > value(x, best) ? u : best;
    }
    return best;
  }

  double value(double[] x, double u) {
    double value = 0;
    for (int i = 0; i < size; i++) {
      value += x[i] * (weights[i] + u * (weights[size + i] + u * weights[2 * size + i]));
    }
    return value;
  }

  /** Fits to r + discount·max Q(next), as often as {@code rounds}. */
  void fit(List<Logged> pages, double discount, int rounds) {
    double[][] factor = cholesky(normal(pages));
    for (int round = 0; round < rounds; round++) {
      double[] right = new double[weights.length];
      for (Logged page : pages) {
        double next = page.next() == null ? 0 : value(page.next(), best(page.next()));
        add(right, expand(page), page.reward() + discount * next);
      }
      weights = solve(factor, right);
    }
  }

  private double[][] normal(List<Logged> pages) {
    double[][] normal = new double[weights.length][weights.length];
    for (int i = 0; i < weights.length; i++) {
      normal[i][i] = RIDGE;
    }
    for (Logged page : pages) {
      double[] z = expand(page);
      for (int i = 0; i < z.length; i++) {
        if (z[i] != 0) {
          for (int j = 0; j <= i; j++) {
            normal[i][j] += z[i] * z[j];
          }
        }
      }
    }
    return normal;
  }

  private double[] expand(Logged page) {
    double[] z = new double[size * POWERS];
    for (int i = 0; i < size; i++) {
      z[i] = page.x()[i];
      z[size + i] = page.x()[i] * page.u();
      z[2 * size + i] = page.x()[i] * page.u() * page.u();
    }
    return z;
  }

  private static void add(double[] sum, double[] z, double factor) {
    for (int i = 0; i < z.length; i++) {
      sum[i] += factor * z[i];
    }
  }

  /** The lower factor of a symmetric matrix whose lower half is given. */
  private static double[][] cholesky(double[][] a) {
    int n = a.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
    }
    return l;
  }

  private static double[] solve(double[][] l, double[] right) {
    int n = right.length;
    double[] y = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        y[i] -= l[i][k] * y[k];
      }
      y[i] /= l[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        y[i] -= l[k][i] * y[k];
      }
      y[i] /= l[i][i];
    }
    return y;
  }
}
