package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RunningZScoreTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MEMORY = Duration.ofHours(6);
  private static final Duration FOR_EVER = Duration.ofDays(365_000_000);

  /** A value and when it was seen. */
  private record Seen(double value, Instant time) {}

  @Provide
  Arbitrary<List<Seen>> stream() {
    Arbitrary<Double> offsets = Arbitraries.of(0.0, 1e3, 1e9, -1e9);
    return offsets.flatMap(
        offset ->
            Combinators.combine(
                    Arbitraries.doubles().between(-100, 100),
                    Arbitraries.longs().between(0, Duration.ofDays(2).toMillis()))
                .as((value, millis) -> new Seen(offset + value, START.plusMillis(millis)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60));
  }

  @Property(tries = 200)
  void itIsTheExactWeightedTwoPassComputation(@ForAll("stream") List<Seen> stream) {
    requireClose(onePass(stream).snapshot(), twoPasses(stream));
  }

  @Property(tries = 200)
  void partsOfTheStreamMergedAreOnePass(
      @ForAll("stream") List<Seen> stream, @ForAll Random random) {
    RunningZScore[] partitions = {
      new RunningZScore(MEMORY), new RunningZScore(MEMORY), new RunningZScore(MEMORY)
    };
    stream.forEach(seen -> partitions[random.nextInt(3)].add(seen.value, seen.time));
    RunningZScore merged = new RunningZScore(MEMORY);
    for (RunningZScore partition : partitions) {
      merged.merge(partition.parts());
    }
    requireClose(merged.snapshot(), twoPasses(stream));
  }

  @Property(tries = 200)
  void mergingIsAssociativeAndCommutative(
      @ForAll("stream") List<Seen> a,
      @ForAll("stream") List<Seen> b,
      @ForAll("stream") List<Seen> c) {
    RunningZScore.Parts left = merge(merge(parts(a), parts(b)), parts(c));
    RunningZScore.Parts right = merge(parts(a), merge(parts(b), parts(c)));
    RunningZScore.Parts turned = merge(parts(c), merge(parts(b), parts(a)));
    for (RunningZScore.Parts other : List.of(right, turned)) {
      assertThat(other.newest()).isEqualTo(left.newest());
      assertThat(other.weight()).isCloseTo(left.weight(), within(1e-12 * left.weight()));
      double spread = Math.sqrt(left.squares() / left.weight());
      double scale = Math.max(spread, Math.abs(left.mean()));
      assertThat(other.mean()).isCloseTo(left.mean(), within(1e-13 * (1 + scale)));
      assertThat(other.squares())
          .isCloseTo(left.squares(), within(1e-9 * left.squares() + 1e-13 * (1 + scale) * spread));
    }
  }

  @Property(tries = 100)
  void theOrderOfTheValuesDoesNotMatter(
      @ForAll("stream") List<Seen> stream, @ForAll Random random) {
    List<Seen> shuffled = new ArrayList<>(stream);
    Collections.shuffle(shuffled, random);
    requireClose(onePass(shuffled).snapshot(), twoPasses(stream));
  }

  @Test
  void aMeanThatMovesIsFollowedWithTheConfiguredMemory() {
    RunningZScore running = new RunningZScore(MEMORY);
    long minutes = MEMORY.toMinutes();
    for (long i = -20 * minutes; i < 0; i++) {
      running.add(i % 2 == 0 ? 9 : 11, START.plus(Duration.ofMinutes(i))); // Mean 10, deviation 1.
    }
    for (long i = 0; i <= 3 * minutes; i++) {
      running.add(i % 2 == 0 ? 109 : 111, START.plus(Duration.ofMinutes(i)));
      if (i % minutes == 0 && i > 0) {
        // After n memories e^−n of the weight is older than the jump from 10 to 110.
        double old = Math.exp(-(double) i / minutes);
        assertThat(running.snapshot().mean()).isCloseTo(110 - 100 * old, within(0.5));
        double deviation = Math.sqrt(1 + 100 * 100 * old * (1 - old));
        assertThat(running.snapshot().deviation()).isCloseTo(deviation, within(0.5));
      }
    }
  }

  @Test
  void manyValuesFarFromZeroLoseNoPrecision() {
    RunningZScore running = new RunningZScore(FOR_EVER);
    for (int i = 0; i < 100_000; i++) {
      running.add(1e9 + i % 3, START.plusMillis(i)); // The variance of 0, 1, 2 is 2/3.
    }
    assertThat(running.snapshot().deviation()).isCloseTo(Math.sqrt(2.0 / 3), within(1e-4));
  }

  @Test
  void outliersAreCutAndConstantsBecomeZero() {
    assertThat(new ZScore(0, 1).normalise(1e9)).isEqualTo((float) ZScore.LIMIT);
    RunningZScore constant = new RunningZScore(MEMORY);
    constant.add(0.1, START);
    constant.add(0.1, START.plusSeconds(50));
    assertThat(constant.snapshot().normalise(0.1)).isZero();
  }

  @Test
  void anAbsurdValueSpoilsNothingForEver() {
    RunningZScore running = new RunningZScore(MEMORY);
    running.add(Double.MAX_VALUE, START);
    running.add(-Double.MAX_VALUE, START.plusSeconds(1));
    assertThat(running.snapshot().deviation()).isFinite();
    for (int day = 200; day < 210; day++) {
      running.add(day % 2, START.plus(Duration.ofDays(day)));
    }
    assertThat(running.snapshot().mean()).isBetween(0.0, 1.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> running.add(Double.NaN, START))
        .withMessageContaining("must be finite, was NaN");
  }

  @Test
  void beforeAnythingWasSeenAValueIsItself() {
    RunningZScore running = new RunningZScore(MEMORY);
    running.merge(RunningZScore.Parts.NONE);
    assertThat(running.snapshot()).isEqualTo(ZScore.IDENTITY);
  }

  private static RunningZScore onePass(List<Seen> stream) {
    RunningZScore running = new RunningZScore(MEMORY);
    stream.forEach(seen -> running.add(seen.value, seen.time));
    return running;
  }

  private static RunningZScore.Parts parts(List<Seen> stream) {
    return onePass(stream).parts();
  }

  private static RunningZScore.Parts merge(RunningZScore.Parts a, RunningZScore.Parts b) {
    RunningZScore merged = RunningZScore.restore(MEMORY, a);
    merged.merge(b);
    return merged.parts();
  }

  /** Mean and deviation by the definition, in decimal numbers of 34 digits. */
  private static ZScore twoPasses(List<Seen> stream) {
    Instant newest = stream.stream().map(Seen::time).max(Instant::compareTo).orElseThrow();
    BigDecimal weights = BigDecimal.ZERO;
    BigDecimal sum = BigDecimal.ZERO;
    for (Seen seen : stream) {
      weights = weights.add(weight(seen, newest));
      sum = sum.add(weight(seen, newest).multiply(new BigDecimal(seen.value)));
    }
    BigDecimal mean = sum.divide(weights, MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (Seen seen : stream) {
      BigDecimal away = new BigDecimal(seen.value).subtract(mean);
      squares = squares.add(weight(seen, newest).multiply(away).multiply(away));
    }
    double variance = squares.divide(weights, MathContext.DECIMAL128).doubleValue();
    return new ZScore(mean.doubleValue(), Math.sqrt(variance));
  }

  private static BigDecimal weight(Seen seen, Instant newest) {
    double age = Duration.between(seen.time, newest).toMillis();
    return new BigDecimal(Math.exp(-age / MEMORY.toMillis()));
  }

  private static void requireClose(ZScore found, ZScore expected) {
    double size = 1 + Math.abs(expected.mean());
    assertThat(found.mean()).isCloseTo(expected.mean(), within(1e-14 * size * 10));
    // A deviation that is no more than rounding noise is told as 0.
    double noise = 1e-12 * Math.max(1, Math.abs(expected.mean()));
    if (found.deviation() == 0) {
      assertThat(expected.deviation()).isLessThan(1.001 * noise);
      return;
    }
    // Values near 1e9 are 1.2e-7 apart: so exact is a deviation of theirs at best.
    assertThat(found.deviation()).isCloseTo(expected.deviation(), within(1e-9 + 1e-15 * size));
  }
}
