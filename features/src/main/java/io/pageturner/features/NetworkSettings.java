package io.pageturner.features;

import java.util.List;

/**
 * The shape of the networks that a feature configuration generates (SPEC 1.3).
 *
 * <p>State network: item matrix [L, d] → one intent vector per convolution width → concatenated
 * with dense and id embeddings → s = ReLU(x·W + b). Heads: s → ReLU hidden → output.
 *
 * @param pooling how the item matrix becomes intent vectors
 * @param widths the convolutions' widths along time, in steps
 * @param filters F, filters per convolution
 * @param state S, size of the state embedding
 * @param hidden H, size of each head's hidden layer
 */
public record NetworkSettings(
    Pooling pooling, List<Integer> widths, int filters, int state, int hidden) {

  /** How the item matrix [L, d] is summed up; selectable by name for comparison (SPEC 1.3). */
  public enum Pooling {
    /** Convolutions of {@code widths}, ReLU, maximum over time: one vector [F] per width. */
    CONVOLUTION,
    /** Mean of the known steps' rows [d]. */
    MEAN,
    /** Element-wise maximum of the known steps' rows [d]. */
    MAX,
    /** Sum of the known steps' rows [d]. */
    SUM
  }

  /** Two convolutions of widths 2 and 4, state 128, heads of 16. */
  public static final NetworkSettings DEFAULT =
      new NetworkSettings(Pooling.CONVOLUTION, List.of(2, 4), 32, 128, 16);

  public NetworkSettings {
    widths = List.copyOf(widths);
    require(!widths.isEmpty(), "network.widths must not be empty");
    for (int width : widths) {
      require(width >= 1, "network.widths must be 1 or more, found " + width);
    }
    require(filters >= 1, "network.filters must be 1 or more, was " + filters);
    require(state >= 1, "network.state must be 1 or more, was " + state);
    require(hidden >= 1, "network.hidden must be 1 or more, was " + hidden);
  }

  /** These settings without the convolutions that are wider than a sequence of {@code length}. */
  NetworkSettings within(int length) {
    List<Integer> fitting = widths.stream().filter(width -> width <= length).toList();
    return new NetworkSettings(
        pooling, fitting.isEmpty() ? List.of(1) : fitting, filters, state, hidden);
  }

  /** Length of what the item matrix becomes before it is concatenated. */
  public int intentSize(int dimension) {
    return pooling == Pooling.CONVOLUTION ? widths.size() * filters : dimension;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
