package io.pageturner.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class KernelTest {

  @Property(tries = 200)
  void aKernelIsADensityOnTheUnitScale(
      @ForAll Kernel kernel,
      @ForAll @DoubleRange(min = -1, max = 1) double mean,
      @ForAll @DoubleRange(min = 0.05, max = 3) double bandwidth) {
    int points = 4_000;
    double mass = 0;
    for (int i = 0; i < points; i++) {
      mass += kernel.density(-1 + (i + 0.5) * 2 / points, mean, bandwidth) * 2 / points;
    }
    assertThat(mass).isCloseTo(1, within(1e-3));
    assertThat(kernel.density(1.001, mean, bandwidth)).isZero();
  }

  /** SciPy's truncnorm with mean 0.8 and scale 0.3 on [−1, 1]. */
  @Test
  void theGaussianKernelIsTheTruncatedNormal() {
    assertThat(Kernel.GAUSSIAN.density(0.5, 0.8, 0.3)).isCloseTo(1.0790114123384387, within(1e-9));
    double[] moments = Kernel.GAUSSIAN.expectation(u -> new double[] {u, u * u}, 0.8, 0.3);
    assertThat(moments[0]).isCloseTo(0.6717947247697982, within(1e-3));
    assertThat(moments[1]).isCloseTo(0.4992304997087225, within(1e-3));
  }

  /** ¾(1 − ¼)/h at half the reach; variance h²/5. */
  @Test
  void theEpanechnikovKernelIsAParabola() {
    assertThat(Kernel.EPANECHNIKOV.density(0.1, 0, 0.2)).isCloseTo(0.5625 / 0.2, within(1e-12));
    assertThat(Kernel.EPANECHNIKOV.density(0.21, 0, 0.2)).isZero();
    // At the upper bound half of it is cut off, and what is left counts twice.
    assertThat(Kernel.EPANECHNIKOV.density(1, 1, 0.2)).isCloseTo(1.5 / 0.2, within(1e-12));
    assertThat(Kernel.EPANECHNIKOV.expectation(u -> new double[] {u * u}, 0, 0.2)[0])
        .isCloseTo(0.04 / 5, within(1e-4));
  }
}
