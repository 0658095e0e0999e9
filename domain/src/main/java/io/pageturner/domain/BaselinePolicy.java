package io.pageturner.domain;

import java.util.List;
import java.util.random.RandomGenerator;

/** The team's own ranking: a = 1 for every page. */
record BaselinePolicy(ActionSpace space) implements Policy {
  @Override
  public String name() {
    return "baseline";
  }

  @Override
  public ModelVersion version() {
    return ModelVersion.NONE;
  }

  @Override
  public ActionChoice choose(State state, List<Double> noise, RandomGenerator random) {
    Action ones = space.neutral();
    return new ActionChoice(ones, ones, 1, List.of());
  }
}
