package io.pageturner.learning.feed;

import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.NetworkSettings;
import io.pageturner.learning.network.ActionHead;

/**
 * How many parameters an agent learns with, against DDPG (Lillicrap et al., ICLR 2016) with the
 * same nets.
 *
 * @param state parameters of the state network
 * @param value of V
 * @param advantage of one agent's A; DDPG's critic head Q(s, a) has the same shape
 * @param actor of one agent's μ
 * @param agents number of agents
 */
public record ParameterCount(long state, long value, long advantage, long actor, int agents) {
  /**
   * The count of the networks that a configuration generates, without building them.
   *
   * @param actions size of an action
   */
  public static ParameterCount of(FeatureConfig config, int actions, int agents) {
    NetworkSettings network = config.network();
    int hidden = network.hidden();
    return new ParameterCount(
        state(config),
        layer(network.state(), hidden) + layer(hidden, 1),
        layer(network.state(), hidden) + layer(hidden, ActionHead.outputs(actions)),
        layer(network.state(), hidden) + layer(hidden, actions),
        agents);
  }

  private static long state(FeatureConfig config) {
    NetworkSettings network = config.network();
    long count = layer(config.stateInputSize(), network.state());
    if (network.pooling() == NetworkSettings.Pooling.CONVOLUTION) {
      for (int width : network.widths()) {
        count += layer((long) width * config.sequenceDimension(), network.filters());
      }
    }
    for (Feature.Embedded feature : config.pageEmbedded()) {
      count += (long) feature.rows() * feature.dimension();
    }
    return count;
  }

  private static long layer(long in, long out) {
    return in * out + out;
  }

  /** One shared state network and V, and A and μ per agent. */
  public long advantageDdpg() {
    return state + value + (long) agents * (advantage + actor);
  }

  /** Per agent: an actor and a critic, each on a state network of its own, and a copy of both. */
  public long plainDdpg() {
    return 2L * agents * ((state + actor) + (state + advantage));
  }

  /** The share of plain DDPG's parameters that is saved. */
  public double saved() {
    return 1 - (double) advantageDdpg() / plainDdpg();
  }

  @Override
  public String toString() {
    return "%,d parameters: %.1f %% fewer than DDPG's %,d with the same nets"
        .formatted(advantageDdpg(), 100 * saved(), plainDdpg());
  }
}
