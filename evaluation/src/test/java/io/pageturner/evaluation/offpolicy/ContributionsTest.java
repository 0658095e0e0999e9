package io.pageturner.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.evaluation.Interval;
import io.pageturner.evaluation.Intervals;
import io.pageturner.evaluation.PairedMoments;
import io.pageturner.evaluation.RunningMoments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContributionsTest {
  private static final double LEVEL = 0.95;

  private final Random random = new Random(3);
  private final double[] y = random.doubles(1_000, 0, 4).toArray();
  private final double[] x = random.doubles(1_000, 1, 2).toArray();

  @Test
  void aMeanHasStudentsInterval() {
    assertThat(Contributions.ofMean(new double[] {1, 2, 6}).studentInterval(LEVEL))
        .isEqualTo(Intervals.mean(RunningMoments.of(1, 2, 6), LEVEL));
  }

  @Test
  void aRatioHasTheDeltaMethodsInterval() {
    Interval found =
        Contributions.ofRatio(new double[] {1, 0, 2, 1}, new double[] {2, 1, 4, 3})
            .studentInterval(LEVEL);
    // Worked by hand in IntervalsTest.
    double halfWidth = 3.182446305 * Math.sqrt(0.4 / 3 / 4) / 2.5;
    assertThat(found.estimate()).isCloseTo(0.4, within(1e-12));
    assertThat(found.high()).isCloseTo(0.4 + halfWidth, within(1e-9));
  }

  /** Users with sessions {1, 3}, {2} and {6, 0, 0}: sums 4, 2, 6 of 2, 1, 3 sessions. */
  @Test
  void usersAreTheUnitsWhenSummedByThem() {
    Contributions mean =
        Contributions.ofMean(new double[] {1, 3, 2, 6, 0, 0}).byUser(new int[] {0, 0, 1, 2, 2, 2});
    Interval found = mean.studentInterval(LEVEL);
    // R = 12/6 = 2, so that y − R·x is 0 for each user: they are alike, however their sessions
    // differ.
    assertThat(found.estimate()).isCloseTo(2, within(1e-12));
    assertThat(found.high() - found.low()).isCloseTo(0, within(1e-12));

    Interval unlike =
        Contributions.ofMean(new double[] {1, 3, 2, 6})
            .byUser(new int[] {0, 0, 1, 1})
            .studentInterval(LEVEL);
    // R = 12/4 = 3; y − R·x is 4 − 6 = −2 and 8 − 6 = 2, x̄ = 2: numbers of −1 and 1 around R.
    double error = Math.sqrt(2.0 / 2); // variance 2 of two
    assertThat(unlike.estimate()).isCloseTo(3, within(1e-12));
    assertThat(unlike.high() - 3).isCloseTo(12.7062047362 * error, within(1e-6));
  }

  /** A user's sessions that all come alike tell no more than one of them. */
  @Test
  void sessionsThatAreRepeatedMakeNothingSurer() {
    double[] fourTimes = new double[4 * y.length];
    int[] users = new int[fourTimes.length];
    for (int i = 0; i < users.length; i++) {
      fourTimes[i] = y[i % y.length];
      users[i] = i % y.length;
    }
    Interval once = Contributions.ofMean(y).studentInterval(LEVEL);
    Interval repeated = Contributions.ofMean(fourTimes).byUser(users).studentInterval(LEVEL);
    assertThat(repeated.low()).isCloseTo(once.low(), within(1e-9));
    assertThat(repeated.high()).isCloseTo(once.high(), within(1e-9));
    assertThatThrownBy(() -> Contributions.ofMean(fourTimes).byUser(new int[3]))
        .hasMessageContaining("users must tell of 4000 sessions");
  }

  /** With a thousand sessions and light tails both rest on the same central limit theorem. */
  @Test
  void bootstrapAndDeltaMethodAgreeOnManySessions() {
    Contributions ratio = Contributions.ofRatio(y, x);
    Interval bootstrap = ratio.bootstrapInterval(LEVEL, 2_000, 1);
    Interval student = ratio.studentInterval(LEVEL);
    double tolerance = 0.1 * (student.high() - student.low());
    assertThat(bootstrap.estimate()).isCloseTo(student.estimate(), within(1e-12));
    assertThat(bootstrap.low()).isCloseTo(student.low(), within(tolerance));
    assertThat(bootstrap.high()).isCloseTo(student.high(), within(tolerance));
    assertThat(ratio.bootstrapInterval(LEVEL, 2_000, 1)).isEqualTo(bootstrap);
  }

  @Test
  void aSumOfRatiosHasOneVariance() {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int i = 0; i < y.length; i++) {
      pairs = pairs.plus(y[i], x[i]);
    }
    Contributions twice = Contributions.ofRatio(y, x).plus(Contributions.ofRatio(y, x));
    Interval once = Intervals.ratio(pairs, LEVEL);
    assertThat(twice.studentInterval(LEVEL).high()).isCloseTo(2 * once.high(), within(1e-9));
  }

  @Test
  void whatTwoPoliciesShareCancelsInTheirDifference() {
    double[] better = y.clone();
    for (int i = 0; i < better.length; i++) {
      better[i] += 0.5;
    }
    Interval difference =
        Contributions.ofMean(better).minus(Contributions.ofMean(y)).studentInterval(LEVEL);
    assertThat(difference.low()).isCloseTo(0.5, within(1e-9));
    assertThat(difference.high()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void differentLogsHaveNoDifference() {
    Contributions one = Contributions.ofMean(new double[] {1});
    assertThatThrownBy(() -> one.minus(Contributions.ofMean(y)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one has 1 sessions, the other 1000");
  }

  /** Contributions 0, ¼, ½, 1, ¼: their range is 1; half width computed with NumPy. */
  @Test
  void bernsteinTakesTheRangeThatWasSeen() {
    Contributions mean = Contributions.ofMean(new double[] {0, 0.25, 0.5, 1, 0.25});
    assertThat(mean.bernsteinInterval(LEVEL).estimate()).isCloseTo(0.4, within(1e-12));
    assertThat(mean.bernsteinInterval(LEVEL).high())
        .isCloseTo(0.4 + 3.05814488294315, within(1e-9));
  }

  @Test
  void oneSessionTellsNoInterval() {
    Contributions one = Contributions.ofMean(new double[] {7});
    assertThat(one.bootstrapInterval(LEVEL, 100, 1).bounded()).isFalse();
    assertThat(one.bernsteinInterval(LEVEL).bounded()).isFalse();
    assertThat(one.estimate()).isEqualTo(7);
  }

  @Test
  void aSmallLogIsWarnedOf() {
    List<Trajectory> log = List.of(Trajectory.of(Step.of(1, 1)), Trajectory.of(Step.of(0, 3)));
    OffPolicyEvaluation evaluation =
        OffPolicyEvaluation.of(log, Estimators.forDecisions(10), LEVEL);
    assertThat(evaluation.warnings()).hasSize(1);
    assertThat(evaluation.warnings().get(0))
        .startsWith("effective sample size 1.6 of 2 sessions, below 100");
    assertThat(evaluation.estimates())
        .extracting(OffPolicyEvaluation.Estimate::estimator)
        .containsExactly("IPS", "SNIPS", "clipped IPS", "DM", "DR", "switch-DR");
  }

  /** Half the sessions weigh nothing and half of them 1: where is the half that weighs more? */
  @Test
  void weightsThatDoNotAverageToOneAreWarnedOf() {
    List<Trajectory> log = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      log.add(Trajectory.of(Step.of(1, i % 2)));
    }
    assertThat(OffPolicyEvaluation.of(log, Estimators.forDecisions(10), LEVEL).warnings())
        .singleElement()
        .asString()
        .startsWith("mean weight 0.500, not 1");
  }

  @Test
  void aLargeLogIsNot() {
    List<Trajectory> log = Collections.nCopies(100, Trajectory.of(Step.of(1, 1)));
    assertThat(OffPolicyEvaluation.of(log, Estimators.forDecisions(10), LEVEL).warnings())
        .isEmpty();
  }
}
