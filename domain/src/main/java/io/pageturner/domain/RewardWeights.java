package io.pageturner.domain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The reward of a page (SPEC 1.5): r = wc·clicks + wp·orders − p1·[no click and no order] − p2·[no
 * click and no order, and the user left] + wd·(minutes of dwell) + wn·[the page was asked for at
 * all].
 *
 * <p>Raw feedback is logged and the reward is computed from it downstream, so weights can change
 * and history can be scored again.
 *
 * @param click wc, per click
 * @param order wp, per order
 * @param noAction p1, 0 or more: the penalty of a page without click and order
 * @param leave p2, 0 or more: the further penalty when the user left on such a page
 * @param dwellMinute wd, per minute of dwell on the page's items
 * @param depth wn, per page turned
 */
public record RewardWeights(
    double click, double order, double noAction, double leave, double dwellMinute, double depth) {
  /** Orders dominate, clicks count, an empty page costs a little and losing the user more. */
  public static final RewardWeights DEFAULT = new RewardWeights(1, 5, 0.1, 1, 0, 0);

  public RewardWeights {
    Values.finite("reward.click", click);
    Values.finite("reward.order", order);
    Values.finite("reward.dwellMinute", dwellMinute);
    Values.finite("reward.depth", depth);
    if (!(Values.finite("reward.noAction", noAction) >= 0)
        || !(Values.finite("reward.leave", leave) >= 0)) {
      throw new IllegalArgumentException(
          "the penalties reward.noAction and reward.leave must be 0 or more, were "
              + noAction
              + " and "
              + leave);
    }
  }

  /**
   * The name of these weights, made of their values: what is scored says by it which weights it was
   * scored under. Eight hexadecimal digits: the first four bytes of the SHA-256 of the six weights,
   * in the order of the components, each as eight bytes, the highest first.
   */
  public String version() {
    ByteBuffer bytes = ByteBuffer.allocate(6 * Double.BYTES);
    for (double weight : new double[] {click, order, noAction, leave, dwellMinute, depth}) {
      bytes.putDouble(weight + 0.0); // −0 weighs the same as 0.
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The reward of a joined page. */
  public double reward(JoinedPage page) {
    long dwellMillis = 0;
    for (ItemOutcome outcome : page.outcomes()) {
      dwellMillis += outcome.dwell().toMillis();
    }
    return reward(page.clicks(), page.orders(), page.left(), dwellMillis);
  }

  /** The reward of a page with these counts. */
  public double reward(int clicks, int orders, boolean left, long dwellMillis) {
    boolean nothing = clicks == 0 && orders == 0;
    return click * clicks
        + order * orders
        - (nothing ? noAction : 0)
        - (nothing && left ? leave : 0)
        + dwellMinute * dwellMillis / 60_000.0
        + depth;
  }
}
