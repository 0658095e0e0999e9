package io.pageturner.lifecycle;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a gate says about a candidate.
 *
 * @param gate name of the gate
 * @param passed whether the candidate may go on
 * @param reason one sentence: what was found, and what would be right
 * @param figures what was measured, by name
 */
public record Verdict(
    String gate, boolean passed, String reason, SortedMap<String, Double> figures) {
  public Verdict {
    Objects.requireNonNull(gate, "gate is missing");
    Objects.requireNonNull(reason, "reason is missing");
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  public static Verdict passed(String gate, String reason, SortedMap<String, Double> figures) {
    return new Verdict(gate, true, reason, figures);
  }

  public static Verdict failed(String gate, String reason, SortedMap<String, Double> figures) {
    return new Verdict(gate, false, reason, figures);
  }
}
