package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hipparchus.stat.inference.ChiSquareTest;

/**
 * Whether users fell into the buckets as the shares say (sample-ratio mismatch; Fabijan et al.
 * 2019): Pearson's chi-square goodness of fit. A mismatch means that users or their events get lost
 * on the way in one bucket more than in another; then no other figure is to be trusted.
 *
 * @param pValue of the shares being kept; 1 while no user was seen
 */
public record SampleRatio(double pValue) {
  /** Checked again and again, so it takes more than one in twenty to raise an alarm. */
  public static final double ALARM = 0.0005;

  /**
   * @param users distinct users by bucket, or an unbiased sample of them; not sessions, of which a
   *     better bucket may have more
   * @param shares as configured, by bucket, while these users came; they need not sum to 1
   */
  public static SampleRatio of(Map<BucketName, Long> users, Map<BucketName, Double> shares) {
    boolean strangers =
        users.entrySet().stream()
            .anyMatch(
                seen -> seen.getValue() > 0 && !(shares.getOrDefault(seen.getKey(), 0.0) > 0));
    List<BucketName> open = shares.keySet().stream().filter(b -> shares.get(b) > 0).toList();
    long[] observed = open.stream().mapToLong(b -> users.getOrDefault(b, 0L)).toArray();
    double[] expected = open.stream().mapToDouble(shares::get).toArray();
    if (strangers) {
      return new SampleRatio(0);
    }
    boolean nothing = Arrays.stream(observed).sum() == 0;
    return new SampleRatio(
        nothing || open.size() < 2 ? 1 : new ChiSquareTest().chiSquareTest(expected, observed));
  }

  public boolean mismatch() {
    return pValue < ALARM;
  }
}
