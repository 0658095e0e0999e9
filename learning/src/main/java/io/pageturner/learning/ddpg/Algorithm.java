package io.pageturner.learning.ddpg;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import java.util.List;

/** The ways to learn a feed's policies, by name. */
public enum Algorithm {
  /** Shared state network and V, A and μ per agent: the default. */
  ADVANTAGE_DDPG(
      AdvantageDdpg.NAME, (c, s, a, d, r) -> new AdvantageDdpg(c, s, a, d, StateSharing.SHARED, r)),
  /** The same with a state network of its own for V and for every A and μ: for comparison. */
  SEPARATE_STATES(
      "advantage-ddpg-separate",
      (c, s, a, d, r) -> new AdvantageDdpg(c, s, a, d, StateSharing.SEPARATE, r)),
  /**
   * Linear heads (SPEC 2.4): a state network and V that are learned offline, or before the heads
   * start, and stay; V's linear correction, a linear A and a small μ per agent learn online.
   */
  LINEAR_HEADS(
      "linear-heads", (c, s, a, d, r) -> new AdvantageDdpg(c, s, a, d, StateSharing.FROZEN, r)),
  /** DDPG as its paper has it, an actor and a critic per agent with targets: for comparison. */
  DDPG(PlainDdpg.NAME, PlainDdpg::new);

  private final String label;
  private final Maker maker;

  @FunctionalInterface
  private interface Maker {
    PolicyLearner make(
        FeatureConfig config,
        ActionSpace space,
        List<String> agents,
        AdvantageDdpgSettings settings,
        long seed);
  }

  Algorithm(String label, Maker maker) {
    this.label = label;
    this.maker = maker;
  }

  /** Name of the policy in bundles and decisions. */
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
      AdvantageDdpgSettings settings,
      long seed) {
    return maker.make(config, space, agents, settings, seed);
  }
}
