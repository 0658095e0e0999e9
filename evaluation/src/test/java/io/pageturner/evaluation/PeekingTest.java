package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.UserId;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
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
    double alarms =
        falseAlarms(random -> peeked((a, b) -> AlwaysValid.pValue(a, b) < ALPHA, random));
    System.out.printf("mSPRT: %.1f %% false alarms at a nominal 5 %%%n", 100 * alarms);
    assertThat(alarms).isBetween(0.001, bound);
  }

  /** What the always-valid ones are for. */
  @Test
  void intervalsForOneLookDoNot() {
    double alarms =
        falseAlarms(
            random -> peeked((a, b) -> !Intervals.difference(a, b, 1 - ALPHA).contains(0), random));
    System.out.printf("t-interval: %.1f %% false alarms at a nominal 5 %%%n", 100 * alarms);
    assertThat(alarms).isGreaterThan(4 * ALPHA);
  }

  /**
   * Three sessions in four are of users who were there before, and users differ as much as half of
   * what sessions of one user do.
   */
  @Test
  void usersWhoComeBackCauseNoFalseAlarmsAsLongAsTheyAreTheUnits() {
    double bound = ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / RUNS);
    double users = falseAlarms(random -> peekedReturning(Returning::perUser, random));
    double sessions = falseAlarms(random -> peekedReturning(Returning::perSession, random));
    System.out.printf(
        "mSPRT, users who come back: %.1f %% false alarms, %.1f %% with sessions as the units%n",
        100 * users, 100 * sessions);
    assertThat(users).isBetween(0.001, bound);
    assertThat(sessions).isGreaterThan(4 * ALPHA);
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

  private static double falseAlarms(Predicate<SplittableRandom> peeked) {
    SplittableRandom random = new SplittableRandom(20_261_121);
    int alarms = 0;
    for (int run = 0; run < RUNS; run++) {
      alarms += peeked.test(random) ? 1 : 0;
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

  /** A bucket whose users come back; each has a mood, which all of the user's rewards hang on. */
  private static final class Returning {
    private static final UserId[] IDS =
        IntStream.range(0, SESSIONS).mapToObj(i -> new UserId("u" + i)).toArray(UserId[]::new);

    private final double[] moods = new double[SESSIONS];
    private final UserSums users = new UserSums(SESSIONS, 2);
    private RunningMoments rewards = RunningMoments.EMPTY;
    private int seen;

    void session(SplittableRandom random) {
      boolean first = seen == 0 || random.nextDouble() < 0.25;
      int user = first ? seen++ : random.nextInt(seen);
      moods[user] = first ? exponential(random) : moods[user];
      double reward = moods[user] * exponential(random);
      rewards = rewards.plus(reward);
      users.add(IDS[user], reward, 1);
    }

    static double perSession(Returning a, Returning b) {
      return AlwaysValid.pValue(a.rewards, b.rewards);
    }

    static double perUser(Returning a, Returning b) {
      double effect = AlwaysValid.typicalEffect(a.rewards, b.rewards);
      return AlwaysValid.pValue(a.perUser(), b.perUser(), effect);
    }

    private RunningMoments perUser() {
      return users.perUser(rewards.mean(), 0, 1);
    }
  }

  private static boolean peekedReturning(
      ToDoubleBiFunction<Returning, Returning> pValue, SplittableRandom random) {
    Returning a = new Returning();
    Returning b = new Returning();
    for (int session = 1; session <= SESSIONS; session++) {
      a.session(random);
      b.session(random);
      if (session % LOOK == 0 && pValue.applyAsDouble(a, b) < ALPHA) {
        return true;
      }
    }
    return false;
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }
}
