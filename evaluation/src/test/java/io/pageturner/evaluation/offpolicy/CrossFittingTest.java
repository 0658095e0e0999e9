package io.pageturner.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pageturner.evaluation.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossFittingTest {
  private static final double[] FIRST_LEFT = {1, 0, 0};
  private static final double[] FIRST_RIGHT = {0, 1, 0};
  private static final double[] SECOND = {0, 0, 1};

  /**
   * Left is worth 0 and right 1, then a second step is worth 2 either way. Of the policy that
   * always goes right, with γ = ½: Q(left) = 0 + ½·2 = 1, Q(right) = 1 + ½·2 = 2 = V.
   */
  @Test
  void valuesOfAChainAreFound() {
    List<List<LoggedStep>> sessions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      boolean right = i % 4 == 0;
      sessions.add(
          List.of(
              new LoggedStep(
                  right ? 1 : 0, right ? 4 : 0, right ? FIRST_RIGHT : FIRST_LEFT, FIRST_RIGHT),
              new LoggedStep(2, 1, SECOND, SECOND)));
    }
    for (Trajectory session : new CrossFitting(2, 0.5, 1e-9).fit(sessions)) {
      Step first = session.steps().get(0);
      assertThat(first.expected()).isCloseTo(2, within(1e-6));
      assertThat(first.predicted()).isCloseTo(first.ratio() > 0 ? 2 : 1, within(1e-6));
      assertThat(session.steps().get(1).expected()).isCloseTo(2, within(1e-6));
    }
  }

  /** The second of three is dealt into the other fold; κ = 1, so θ = Σxy / (Σx² + 1). */
  @Test
  void aSingleDecisionIsRidgeRegressionOfTheOthers() {
    List<Trajectory> fitted =
        new CrossFitting(2, 1, 1).fit(List.of(decision(1, 2), decision(2, 3), decision(3, 7)));
    assertThat(fitted.get(0).steps().get(0).predicted()).isCloseTo(1 * 6 / 5.0, within(1e-12));
    assertThat(fitted.get(1).steps().get(0).predicted()).isCloseTo(2 * 23 / 11.0, within(1e-12));
    assertThat(fitted.get(2).steps().get(0).predicted()).isCloseTo(3 * 6 / 5.0, within(1e-12));
  }

  private static List<LoggedStep> decision(double x, double y) {
    return List.of(new LoggedStep(y, 1, new double[] {x}, new double[] {x}));
  }

  @Test
  void aModelHasNotSeenTheSession() {
    List<List<LoggedStep>> sessions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double[] own = new double[6];
      own[i] = 1;
      sessions.add(List.of(new LoggedStep(5, 1, own, own)));
    }
    for (Trajectory session : CrossFitting.withDiscount(1).fit(sessions)) {
      assertThat(session.steps().get(0).predicted()).isZero();
    }
  }

  /** y = 2x + noise, asked for at x = 1: the regression's own standard error is σ/√Σx². */
  @Test
  void theDirectMethodsIntervalIsThatOfTheRegression() {
    Random random = new Random(8);
    List<List<LoggedStep>> sessions = new ArrayList<>();
    double squares = 0;
    for (int i = 0; i < 2_000; i++) {
      double x = 1 + random.nextDouble();
      squares += x * x;
      double y = 2 * x + random.nextGaussian();
      sessions.add(List.of(new LoggedStep(y, 1, new double[] {x}, new double[] {1})));
    }
    Interval interval =
        new DirectMethod()
            .contributions(CrossFitting.withDiscount(1).fit(sessions))
            .studentInterval(0.95);
    assertThat((interval.high() - interval.low()) / 2)
        .isCloseTo(1.96 / Math.sqrt(squares), withinPercentage(10));
    assertThat(interval.contains(2)).isTrue();
  }

  @Test
  void oneFoldIsRefused() {
    assertThatThrownBy(() -> new CrossFitting(1, 1, 1)).hasMessageContaining("2 folds or more");
  }
}
