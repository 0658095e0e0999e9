package io.pageturner.app.infer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What the values of one column of a log are like; bounded memory. */
final class ColumnProfile {
  private static final int MAX_DIFFERENT = 100_000;
  private static final int SAMPLE = 1_001;

  private final Map<String, Integer> counts = new HashMap<>();
  private final double[] sample = new double[SAMPLE];
  private final Random random = new Random(1); // The same log gives the same proposal.
  private boolean more;
  private long values;
  private long numbers;
  private long wholes;
  private long lists;
  private int longest;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  void add(double number) {
    count(Double.toString(number));
    least = Math.min(least, number);
    greatest = Math.max(greatest, number);
    wholes += number == Math.rint(number) ? 1 : 0;
    long place = numbers < SAMPLE ? numbers : random.nextLong(numbers + 1); // Vitter's R.
    if (place < SAMPLE) {
      sample[(int) place] = number;
    }
    numbers++;
  }

  void add(String text) {
    count(text);
    lists += text.indexOf('|') >= 0 ? 1 : 0;
    longest = Math.max(longest, text.length());
  }

  private void count(String value) {
    values++;
    if (counts.containsKey(value) || counts.size() < MAX_DIFFERENT) {
      counts.merge(value, 1, Integer::sum);
    } else {
      more = true;
    }
  }

  /** How many values there are, missing ones not counted. */
  long values() {
    return values;
  }

  boolean allNumbers() {
    return numbers == values;
  }

  boolean allWhole() {
    return wholes == values;
  }

  /** Share of the values that are numbers. */
  double numberShare() {
    return values == 0 ? 0 : (double) numbers / values;
  }

  /** Share of the values that hold a bar, as lists in a column do. */
  double listShare() {
    return values == 0 ? 0 : (double) lists / values;
  }

  /** Length of the longest text. */
  int longest() {
    return longest;
  }

  double least() {
    return least;
  }

  double greatest() {
    return greatest;
  }

  /** Of a sample of the numbers. */
  double median() {
    double[] sorted = Arrays.copyOf(sample, (int) Math.min(SAMPLE, numbers));
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** How many different values there are; a lower bound when there are {@link #more}. */
  int different() {
    return counts.size();
  }

  boolean more() {
    return more;
  }

  /** How many different values came at least {@code times} times. */
  int different(int times) {
    return (int) counts.values().stream().filter(count -> count >= times).count();
  }

  /** The value that came most often, the first in order among equals. */
  Map.Entry<String, Integer> mostFrequent() {
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.<String, Integer>comparingByKey().reversed()))
        .orElseThrow();
  }
}
