package io.pageturner.learning.replay;

import io.pageturner.features.EncodedState;
import java.util.Optional;

/**
 * ⟨s, a, r, s', terminal⟩ as network inputs.
 *
 * @param state s
 * @param action a on the unit scale, [actions]
 * @param reward r, finite
 * @param next s'; empty when terminal
 * @param agent index of the agent whose bucket's traffic it is, or {@link #NO_AGENT}
 * @param density of the action on the unit scale as it was drawn by the agent's own policy, on a
 *     grid its probability; 0 where it was not drawn, or by another kind of policy
 */
public record EncodedTransition(
    EncodedState state,
    float[] action,
    float reward,
    Optional<EncodedState> next,
    int agent,
    float density) {
  /** Traffic of no agent's bucket, such as the baseline's. */
  public static final int NO_AGENT = -1;

  /** One whose action was not drawn. */
  public EncodedTransition(
      EncodedState state, float[] action, float reward, Optional<EncodedState> next, int agent) {
    this(state, action, reward, next, agent, 0);
  }

  public EncodedTransition {
    if (!Float.isFinite(reward)) {
      throw new IllegalArgumentException("reward must be finite, was " + reward);
    }
    if (!(density >= 0 && density < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("density must be finite and 0 or more, was " + density);
    }
    for (int i = 0; i < action.length; i++) {
      if (!(action[i] >= -1 && action[i] <= 1)) {
        throw new IllegalArgumentException(
            "action[" + i + "] must be within −1 and 1 on the unit scale, was " + action[i]);
      }
    }
  }
}
