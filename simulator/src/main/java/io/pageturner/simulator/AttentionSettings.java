package io.pageturner.simulator;

/**
 * Position bias: the item at position k is looked at with probability exp(−decay·k / attention),
 * where attention is the user's (log-normal around 1).
 *
 * @param decay per position
 * @param spread standard deviation of the logarithm of the users' attention
 */
public record AttentionSettings(double decay, double spread) {
  public static final AttentionSettings DEFAULT = new AttentionSettings(0.2, 0.3);

  public AttentionSettings {
    Checks.atLeast("attention.decay", 0, decay);
    Checks.atLeast("attention.spread", 0, spread);
  }

  /** Probability that a user of this attention looks at the position. */
  double examined(int position, double attention) {
    return Math.exp(-decay * position / attention);
  }
}
