package io.pageturner.pipeline.stream;

import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which samples are written: all with a click or an order, and of the others a share.
 *
 * <p>The draw is a function of page and position, so that a replay of the log writes the same ones.
 *
 * @param rate the share, above 0, at most 1
 */
record NegativeSampling(double rate) {
  private static final double TWO_TO_32 = 0x1p32;

  /** The probability with which a sample of this outcome is written: weigh it by the inverse. */
  double rateOf(ItemOutcome outcome) {
    return outcome.clicks() > 0 || outcome.orders() > 0 ? 1 : rate;
  }

  boolean keeps(JoinedPage page, int index) {
    return draw(page.decision().page().value(), index) < rateOf(page.outcomes().get(index));
  }

  /** A number of [0, 1), evenly spread over pages and positions. */
  private static double draw(String page, int index) {
    byte[] sample = (page + "#" + index).getBytes(StandardCharsets.UTF_8);
    return Integer.toUnsignedLong(Utils.murmur2(sample)) / TWO_TO_32;
  }
}
