package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedMomentsTest {

  @Test
  void covarianceIsThatByHand() {
    PairedMoments pairs = PairedMoments.EMPTY.plus(1, 2).plus(2, 4).plus(6, 3);
    // means 3 and 3; (−2)(−1) + (−1)(1) + (3)(0) = 1; over n − 1 = 2.
    assertThat(pairs.covariance()).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void mergingTwoPartsEqualsSeeingAll() {
    Random random = new Random(5);
    PairedMoments all = PairedMoments.EMPTY;
    PairedMoments left = PairedMoments.EMPTY;
    PairedMoments right = PairedMoments.EMPTY;
    for (int i = 0; i < 100; i++) {
      double x = random.nextGaussian();
      double y = x + random.nextGaussian();
      all = all.plus(y, x);
      left = i < 37 ? left.plus(y, x) : left;
      right = i < 37 ? right : right.plus(y, x);
    }
    PairedMoments merged = left.plus(right);
    assertThat(merged.count()).isEqualTo(100);
    assertThat(merged.covariance()).isCloseTo(all.covariance(), within(1e-12));
    assertThat(PairedMoments.EMPTY.plus(left)).isEqualTo(left);
    assertThat(left.plus(PairedMoments.EMPTY)).isEqualTo(left);
  }

  @Test
  void onePairHasNoCovariance() {
    assertThat(PairedMoments.EMPTY.plus(1, 1).covariance()).isNaN();
  }

  @Test
  void unequalCountsAreRefused() {
    assertThatThrownBy(() -> new PairedMoments(RunningMoments.of(1, 2), RunningMoments.of(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("as many");
  }
}
