package io.pageturner.learning.ddpg;

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
