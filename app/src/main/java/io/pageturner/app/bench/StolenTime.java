package io.pageturner.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Time that a virtual machine's cores were ready to work and their host gave to others, by Linux's
 * {@code /proc/stat}: what no program on it can help.
 *
 * @param stolen ticks
 * @param all ticks of all kinds, idle ones too
 */
record StolenTime(long stolen, long all) {
  static final StolenTime NONE = new StolenTime(0, 0);

  private static final Path STAT = Path.of("/proc/stat");

  /** Fields of its first line: the name, user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final int FIELDS = 9;

  /** None where there is no {@code /proc}. */
  static StolenTime sinceBoot() throws IOException {
    if (!Files.exists(STAT)) {
      return NONE;
    }
    String[] fields = Files.readAllLines(STAT).get(0).split(" +");
    long all = Arrays.stream(fields, 1, FIELDS).mapToLong(Long::parseLong).sum();
    return new StolenTime(Long.parseLong(fields[FIELDS - 1]), all);
  }

  StolenTime plus(StolenTime other) {
    return new StolenTime(stolen + other.stolen, all + other.all);
  }

  StolenTime minus(StolenTime other) {
    return new StolenTime(stolen - other.stolen, all - other.all);
  }

  double percent() {
    return all == 0 ? 0 : 100.0 * stolen / all;
  }
}
