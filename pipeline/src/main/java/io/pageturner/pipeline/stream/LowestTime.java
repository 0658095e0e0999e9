package io.pageturner.pipeline.stream;

import org.apache.flink.api.common.accumulators.Accumulator;

/** An accumulator of event times of which the lowest task's counts. */
final class LowestTime implements Accumulator<Long, Long> {
  private static final long serialVersionUID = 1;

  private volatile long time = Long.MIN_VALUE;

  void set(long millis) {
    time = millis;
  }

  @Override
  public void add(Long millis) {
    set(Math.min(time, millis));
  }

  @Override
  public Long getLocalValue() {
    return time;
  }

  @Override
  public void resetLocal() {
    set(Long.MIN_VALUE);
  }

  @Override
  public void merge(Accumulator<Long, Long> other) {
    add(other.getLocalValue());
  }

  @Override
  public LowestTime clone() {
    LowestTime copy = new LowestTime();
    copy.set(time);
    return copy;
  }
}
