package io.pageturner.learning.ranking;

import java.util.HashMap;
import java.util.Map;

/**
 * Where online ranking continues reading, by partition of each topic.
 *
 * @param samples of the joined pages
 * @param corrections of the late feedback
 */
public record RankerPosition(Map<Integer, Long> samples, Map<Integer, Long> corrections) {
  public static final RankerPosition BEGINNING = new RankerPosition(Map.of(), Map.of());

  public RankerPosition {
    samples = Map.copyOf(samples);
    corrections = Map.copyOf(corrections);
  }

  /** Where the last {@code count} or so of the pages before this position begin. */
  Map<Integer, Long> samplesBefore(int count) {
    Map<Integer, Long> before = new HashMap<>();
    samples.forEach((p, offset) -> before.put(p, Math.max(0, offset - count / samples.size())));
    return before;
  }

  /** Whether a reader of the samples still has pages before this position to read. */
  boolean isAfter(Map<Integer, Long> reader) {
    return samples.entrySet().stream()
        .anyMatch(e -> reader.getOrDefault(e.getKey(), Long.MAX_VALUE) < e.getValue());
  }
}
