package io.pageturner.simulator;

import java.util.Map;

/**
 * A factor a for each hidden state.
 *
 * @param actions a by hidden state
 * @param otherwise a in hidden states that are not listed
 */
record HiddenPolicy(Map<HiddenState, Double> actions, double otherwise) {
  HiddenPolicy {
    actions = Map.copyOf(actions);
  }

  static HiddenPolicy constant(double a) {
    return new HiddenPolicy(Map.of(), a);
  }

  double action(Visit visit) {
    return action(HiddenState.of(visit));
  }

  double action(HiddenState state) {
    return actions.getOrDefault(state, otherwise);
  }
}
