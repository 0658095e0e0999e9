package io.pageturner.app.config;

import io.pageturner.learning.feed.Algorithm;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a feed's configuration says otherwise for another algorithm than the default. */
public final class AlgorithmOverrides {
  private AlgorithmOverrides() {}

  /** The algorithm and the exploration that suits it, by path below {@code pageturner}. */
  public static Map<String, Object> of(Algorithm algorithm) {
    Map<String, Object> overrides = new LinkedHashMap<>();
    overrides.put("trainer.algorithm", algorithm.label());
    switch (algorithm) {
      case PPO -> explore(overrides, "gaussian", 0.8, 0.3);
      case A2C -> explore(overrides, "gaussian", 0.6, 0.2);
      case DQN, DOUBLE_DQN, DUELING_DQN -> explore(overrides, "epsilon-greedy", 0.5, 0.1);
      default -> {
        // As the configuration has it.
      }
    }
    return overrides;
  }

  private static void explore(
      Map<String, Object> overrides, String kind, double start, double end) {
    overrides.put("trainer.exploration.kind", kind);
    overrides.put("trainer.exploration.start", start);
    overrides.put("trainer.exploration.end", end);
  }
}
