package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.agent.actorcritic.PolicyLoss;
import io.pageturner.learning.agent.dqn.NextValue;
import io.pageturner.learning.agent.dqn.QHead;
import java.util.List;

/** The ways to learn a feed's policies, by name. */
public enum Algorithm {
  /** Shared state network and V, A and μ per agent: the default. */
  ADVANTAGE_DDPG(
      AdvantageDdpg.NAME, (c, s, a, d, r) -> new AdvantageDdpg(c, s, a, d, StateSharing.SHARED, r)),
  /** The same with a state network of its own for V and for every A and μ: for comparison. */
  SEPARATE_STATES(
      "separate-states",
      (c, s, a, d, r) -> new AdvantageDdpg(c, s, a, d, StateSharing.SEPARATE, r)),
  /**
   * Linear heads (SPEC 2.4): a state network and V that are learned offline, or before the heads
   * start, and stay; V's linear correction, a linear A and a small μ per agent learn online.
   */
  LINEAR_HEADS(
      "linear-heads", (c, s, a, d, r) -> new AdvantageDdpg(c, s, a, d, StateSharing.FROZEN, r)),
  /** DDPG as its paper has it, an actor and a critic per agent with targets: for comparison. */
  DDPG(PlainDdpg.NAME, PlainDdpg::new),
  /**
   * Proximal policy optimisation (Schulman et al., 2017) on a shared state network and V, from the
   * newest pages alone.
   */
  PPO("ppo", (c, s, a, d, r) -> new PolicyGradient(c, s, a, d, PolicyLoss.CLIPPED, r)),
  /** The same by the advantage actor-critic's gradient (Mnih et al., ICML 2016). */
  A2C("a2c", (c, s, a, d, r) -> new PolicyGradient(c, s, a, d, PolicyLoss.CORRECTED, r)),
  /** Deep Q-learning on a grid of actions (Mnih et al., Nature 2015). */
  DQN("dqn", (c, s, a, d, r) -> new GridDqn(c, s, a, d, QHead.PLAIN, NextValue.MAX, r)),
  /** The same with double Q-learning's target (van Hasselt et al., AAAI 2016). */
  DOUBLE_DQN(
      "double-dqn", (c, s, a, d, r) -> new GridDqn(c, s, a, d, QHead.PLAIN, NextValue.DOUBLE, r)),
  /** Double DQN with a dueling head, as Wang et al. (ICML 2016) measured it: both together. */
  DUELING_DQN(
      "dueling-dqn",
      (c, s, a, d, r) -> new GridDqn(c, s, a, d, QHead.DUELING, NextValue.DOUBLE, r));

  private final String label;
  private final Maker maker;

  @FunctionalInterface
  private interface Maker {
    PolicyLearner make(
        FeatureConfig config,
        ActionSpace space,
        List<String> agents,
        PolicyLearnerSettings settings,
        long seed);
  }

  Algorithm(String label, Maker maker) {
    this.label = label;
    this.maker = maker;
  }

  /** Whether its agents act on a grid ({@link ActionSpace#grid}), and explore ε-greedily. */
  public boolean discrete() {
    return switch (this) {
      case DQN, DOUBLE_DQN, DUELING_DQN -> true;
      default -> false;
    };
  }

  /** Whether it learns from what its own policies were served for of late, and not from older. */
  public boolean onPolicy() {
    return switch (this) {
      case PPO, A2C -> true;
      default -> false;
    };
  }

  /** Name of the policy in bundles and decisions, and of the algorithm in configurations. */
  public String label() {
    return label;
  }

  /**
   * A learner that knows nothing: every agent's action is 1.
   *
   * @param agents their names
   * @param seed of the initial parameters
   */
  public PolicyLearner create(
      FeatureConfig config,
      ActionSpace space,
      List<String> agents,
      PolicyLearnerSettings settings,
      long seed) {
    return maker.make(config, space, agents, settings, seed);
  }
}
