package io.pageturner.learning.agent.linear;

import io.pageturner.learning.network.Activation;
import io.pageturner.learning.network.MlpForward;
import io.pageturner.lifecycle.Weights;

/** φ(s): what a state looks like to linear heads; never changes. */
@FunctionalInterface
public interface Embedding {
  /** φ(s), of the same size for every state. */
  float[] of(float[] state);

  /** The state as it is. */
  static Embedding none() {
    return state -> state;
  }

  /**
   * What the last hidden layer of a trained network says.
   *
   * @param weights a snapshot of the agent that trained it, as {@code AgentFiles} keeps it
   * @param network its name there, such as {@code q} of DQN or {@code policy} of PPO
   * @param activation of its hidden layers
   * @throws IllegalArgumentException when there is no such network
   */
  static Embedding hidden(Weights weights, String network, Activation activation) {
    return MlpForward.hidden(weights, network, activation)::apply;
  }
}
