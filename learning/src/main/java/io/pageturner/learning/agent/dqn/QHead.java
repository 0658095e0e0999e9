package io.pageturner.learning.agent.dqn;

/** How Q is put together: all that dueling DQN changes. */
public enum QHead {
  /** One stream of hidden layers with an output per action. */
  PLAIN,
  /** The last hidden layer once for V(s) and once for A(s, ·). */
  DUELING
}
