package io.pageturner.learning.agent;

import java.time.Duration;

/** Adds up wall-clock and processor time while it runs. Used under one lock. */
final class Stopwatch {
  private final ProcessHandle process = ProcessHandle.current();
  private Duration time = Duration.ZERO;
  private Duration cpu = Duration.ZERO;
  private long startTime;
  private Duration startCpu = Duration.ZERO;

  /** Begins or goes on. */
  void start() {
    startTime = System.nanoTime();
    startCpu = cpuSoFar();
  }

  void stop() {
    time = time.plusNanos(System.nanoTime() - startTime);
    cpu = cpu.plus(cpuSoFar()).minus(startCpu);
  }

  /** Wall-clock time until the last stop. */
  Duration time() {
    return time;
  }

  /** Processor time of the whole process until the last stop; 0 where the platform keeps none. */
  Duration cpu() {
    return cpu;
  }

  private Duration cpuSoFar() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
