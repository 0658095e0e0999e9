package io.pageturner.simulator;

/** A mean and variance that values are added to one by one (Welford 1962). */
final class RunningEstimate {
  private int count;
  private double mean;
  private double squares;

  void add(double value) {
    count++;
    double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }

  Estimate estimate() {
    return new Estimate(mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count), count);
  }
}
