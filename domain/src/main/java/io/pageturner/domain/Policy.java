package io.pageturner.domain;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A rule that takes an action for a state; immutable and safe for many threads.
 *
 * <p>In serving a policy is bound to one model version and its pre-processing; swapping models is
 * replacing a reference.
 */
public interface Policy {
  /** Name logged with each decision, such as {@code baseline} or {@code advantage-ddpg}. */
  String name();

  /** The model version behind it, or {@link ModelVersion#NONE}. */
  ModelVersion version();

  /**
   * The action for one page.
   *
   * @param state what is known
   * @param noise what the exploration remembered from the session's last page; empty on the first
   * @param random where exploration draws from
   */
  ActionChoice choose(State state, List<Double> noise, RandomGenerator random);

  /** The team's own ranking: a = 1, no exploration, no model. */
  static Policy baseline(ActionSpace space) {
    return new BaselinePolicy(space);
  }
}
