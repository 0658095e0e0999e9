package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncatedNormalTest {
  private static final int CELLS = 20;
  private static final int DRAWS = 200_000;

  @ParameterizedTest
  @CsvSource({"0, 0.1", "0.3, 0.2", "-1, 0.3", "1, 0.05", "0.9, 1", "0, 5", "-0.5, 100"})
  void itsDensityIntegratesToOne(double mean, double sigma) {
    TruncatedNormal normal = new TruncatedNormal(mean, sigma);
    assertThat(integral(normal, -1, 1)).isCloseTo(1, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0.2", "-1, 0.3", "0.9, 0.9", "0.9, 1", "0.2, 4"})
  void itsSamplesFillAHistogramAsTheDensitySays(double mean, double sigma) {
    TruncatedNormal normal = new TruncatedNormal(mean, sigma);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    int[] counts = new int[CELLS];
    for (int i = 0; i < DRAWS; i++) {
      double value = normal.sample(random);
      counts[Math.min(CELLS - 1, (int) ((value + 1) / 2 * CELLS))]++;
    }
    for (int cell = 0; cell < CELLS; cell++) {
      double low = -1 + 2.0 * cell / CELLS;
      double share = integral(normal, low, low + 2.0 / CELLS);
      double deviation = Math.sqrt(share * (1 - share) / DRAWS);
      // 20 cells at 4.5 standard deviations: a false alarm in one of 7,000 seeds; this one is
      // fixed.
      assertThat(counts[cell] / (double) DRAWS).isCloseTo(share, within(4.5 * deviation + 1e-6));
    }
  }

  @Test
  void itsDensityIsTheNormalsDividedByTheMassInside() {
    // φ(0) / σ / (Φ(1/σ) − Φ(−1/σ)) with σ = 1: 0.3989422804 / 0.6826894921.
    assertThat(new TruncatedNormal(0, 1).density(0)).isCloseTo(0.58437, within(1e-5));
    assertThat(new TruncatedNormal(0, 1).density(1.0001)).isZero();
  }

  @Test
  void aMeanOutsideOrASigmaOfZeroIsRefused() {
    assertThatThrownBy(() -> new TruncatedNormal(1.1, 1)).hasMessageContaining("[-1, 1]");
    assertThatThrownBy(() -> new TruncatedNormal(0, 0)).hasMessageContaining("above 0");
  }

  /** Simpson's rule, fine enough for a sigma of 0.05. */
  private static double integral(TruncatedNormal normal, double low, double high) {
    int steps = 2_000;
    double h = (high - low) / steps;
    double sum = normal.density(low) + normal.density(Math.min(1, high));
    for (int i = 1; i < steps; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * normal.density(low + i * h);
    }
    return sum * h / 3;
  }
}
