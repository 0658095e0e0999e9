package io.pageturner.learning.agent.tabular;

import java.util.List;

/**
 * States cut into cells: each number of the state into equal bins between bounds; what lies beyond
 * belongs to the outermost bin.
 *
 * @param axes one per number of the state
 */
public record Discretisation(List<Axis> axes) {
  private static final int MOST_CELLS = 1 << 22;

  /**
   * How one number of the state is cut.
   *
   * @param low lower bound
   * @param high upper bound, above {@code low}
   * @param bins equal parts between them
   */
  public record Axis(double low, double high, int bins) {
    public Axis {
      if (!(low < high) || !Double.isFinite(high - low) || bins < 1) {
        throw new IllegalArgumentException(
            "an axis needs finite low < high and 1 bin or more, was %s, %s, %d"
                .formatted(low, high, bins));
      }
    }

    int bin(double x) {
      return (int) Math.max(0, Math.min(bins - 1, Math.floor((x - low) / (high - low) * bins)));
    }
  }

  public Discretisation {
    axes = List.copyOf(axes);
    long cells = 1;
    for (Axis axis : axes) {
      cells *= axis.bins();
      if (cells > MOST_CELLS) {
        throw new IllegalArgumentException(
            "a table of more than " + MOST_CELLS + " cells: use fewer bins, or dqn");
      }
    }
  }

  /** How many cells there are. */
  public int cells() {
    return axes.stream().mapToInt(Axis::bins).reduce(1, (a, b) -> a * b);
  }

  /** The cell of a state, in [0, cells). */
  public int cell(float[] state) {
    int cell = 0;
    for (int i = 0; i < axes.size(); i++) {
      cell = cell * axes.get(i).bins() + axes.get(i).bin(state[i]);
    }
    return cell;
  }
}
