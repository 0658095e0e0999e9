package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A/A experiments: both buckets get the same, somebody looks every {@value #LOOK} sessions and
 * stops at the first difference. Fixed seed, {@value #RUNS} runs of {@value #SESSIONS} sessions a
 * bucket.
 *
 * <p>A session is worth what sessions of a feed are worth: mostly nothing, sometimes much.
 */
class PeekingTest {
  private static final int RUNS = 1_000;
  private static final int SESSIONS = 4_000;
  private static final int LOOK = 50;
  private static final double ALPHA = 0.05;

  /** The nominal rate, with three standard errors for the runs being finite. */
  @Test
  void alwaysValidPValuesKeepTheirNominalRateUnderPeeking() {
    double bound = ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / RUNS);
    double alarms = falseAlarms((a, b) -> AlwaysValid.pValue(a, b) < ALPHA);
    System.out.printf("mSPRT: %.1f %% false alarms at a nominal 5 %%%n", 100 * alarms);
    assertThat(alarms).isBetween(0.001, bound);
  }

  /** What the always-valid ones are for. */
  @Test
  void intervalsForOneLookDoNot() {
    double alarms = falseAlarms((a, b) -> !Intervals.difference(a, b, 1 - ALPHA).contains(0));
    System.out.printf("t-interval: %.1f %% false alarms at a nominal 5 %%%n", 100 * alarms);
    assertThat(alarms).isGreaterThan(4 * ALPHA);
  }

  /** An effect of a fifth of a standard deviation does not stay hidden. */
  @Test
  void aDifferenceIsFound() {
    SplittableRandom random = new SplittableRandom(5);
    int found = 0;
    for (int run = 0; run < 100; run++) {
      RunningMoments a = RunningMoments.EMPTY;
      RunningMoments b = RunningMoments.EMPTY;
      for (int session = 0; session < SESSIONS; session++) {
        a = a.plus(reward(random) + 0.25);
        b = b.plus(reward(random));
      }
      found += AlwaysValid.pValue(a, b) < ALPHA ? 1 : 0;
    }
    assertThat(found).isGreaterThan(95);
  }

  private interface Alarm {
    boolean raised(RunningMoments a, RunningMoments b);
  }

  private static double falseAlarms(Alarm alarm) {
    SplittableRandom random = new SplittableRandom(20_261_121);
    int alarms = 0;
    for (int run = 0; run < RUNS; run++) {
      alarms += peeked(alarm, random) ? 1 : 0;
    }
    return (double) alarms / RUNS;
  }

  private static boolean peeked(Alarm alarm, SplittableRandom random) {
    RunningMoments a = RunningMoments.EMPTY;
    RunningMoments b = RunningMoments.EMPTY;
    for (int session = 1; session <= SESSIONS; session++) {
      a = a.plus(reward(random));
      b = b.plus(reward(random));
      if (session % LOOK == 0 && alarm.raised(a, b)) {
        return true;
      }
    }
    return false;
  }

  /** Nothing seven times in ten, else exponential: mean 0.3·2, standard deviation about 1.4. */
  private static double reward(SplittableRandom random) {
    return random.nextDouble() < 0.7 ? 0 : -2 * Math.log(1 - random.nextDouble());
  }
}
