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
 */
public record EncodedTransition(
    EncodedState state, float[] action, float reward, Optional<EncodedState> next, int agent) {
  /** Traffic of no agent's bucket, such as the baseline's. */
  public static final int NO_AGENT = -1;

  public EncodedTransition {
    if (!Float.isFinite(reward)) {
      throw new IllegalArgumentException("reward must be finite, was " + reward);
    }
    for (int i = 0; i < action.length; i++) {
      if (!(action[i] >= -1 && action[i] <= 1)) {
        throw new IllegalArgumentException(
            "action[" + i + "] must be within −1 and 1 on the unit scale, was " + action[i]);
      }
    }
  }
}
