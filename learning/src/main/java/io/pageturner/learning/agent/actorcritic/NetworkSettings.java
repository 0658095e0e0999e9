package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.network.Activation;
import java.util.List;

/**
 * Settings of the policy's and V's networks, one each.
 *
 * @param widths of the hidden layers of either
 * @param activation of the hidden layers
 * @param valueWeight c, weight of V's loss
 * @param entropyWeight β, weight of the entropy
 */
public record NetworkSettings(
    List<Integer> widths, Activation activation, double valueWeight, double entropyWeight) {
  /** Two layers of 64 with tanh, as in the papers' code. */
  public static final NetworkSettings DEFAULT =
      new NetworkSettings(List.of(64, 64), Activation.TANH, 0.5, 0);

  public NetworkSettings {
    widths = List.copyOf(widths);
    if (!widths.stream().allMatch(width -> width >= 1)) {
      throw new IllegalArgumentException("network.widths must be 1 or more, were " + widths);
    }
    if (!(valueWeight >= 0) || !(entropyWeight >= 0)) {
      throw new IllegalArgumentException(
          "network.valueWeight and entropyWeight must be 0 or more, were %s and %s"
              .formatted(valueWeight, entropyWeight));
    }
  }
}
