package io.pageturner.learning.agent.curiosity;

/** Mean and variance of what was seen so far (Welford, 1962). */
final class RunningMoments {
  private long count;
  private double mean;
  private double squares;

  void add(double x) {
    count++;
    double away = x - mean;
    mean += away / count;
    squares += away * (x - mean);
  }

  double mean() {
    return mean;
  }

  /** 1 while there is nothing to tell it from. */
  double deviation() {
    double variance = count < 2 ? 1 : squares / (count - 1);
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  }
}
