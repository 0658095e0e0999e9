package io.pageturner.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Refuses a candidate with a NaN or an infinity among its weights, or with no weights at all. */
public final class FiniteWeightsGate implements Gate {
  @Override
  public String name() {
    return "finite-weights";
  }

  @Override
  public Verdict check(Bundle candidate, Optional<Bundle> live) {
    Weights weights;
    try {
      weights = candidate.weights();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("parameters", (double) weights.parameterCount());
    if (weights.parameterCount() == 0) {
      return Verdict.failed(name(), "there are no weights", figures);
    }
    return weights
        .firstNonFinite()
        .map(where -> Verdict.failed(name(), where + "; every weight must be finite", figures))
        .orElseGet(() -> Verdict.passed(name(), "every weight is finite", figures));
  }
}
