package io.pageturner.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Values worked by hand on three short sessions, and what must hold for all logs. */
class EstimatorsTest {
  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final Offset<Double> EXACT = within(1e-12);

  /** Weights ρ_{1:t}: (2, 1), (½), (1, 3); returns 4, 2 and 4. */
  private static final List<Trajectory> LOG =
      List.of(
          Trajectory.of(new Step(1, 2, 0.5, 1), new Step(3, 0.5, 2, 1)),
          Trajectory.of(new Step(2, 0.5, 1, 2)),
          Trajectory.of(new Step(0, 1, 1, 0), new Step(4, 3, 3, 2)));

  @Test
  void ipsWeighsReturns() {
    assertThat(value(new ImportanceSampling(1, NONE))).isCloseTo((4 + 1 + 12) / 3.0, EXACT);
  }

  @Test
  void clippedIpsBoundsWeights() {
    assertThat(value(new ImportanceSampling(1, 2))).isCloseTo((4 + 1 + 8) / 3.0, EXACT);
  }

  @Test
  void snipsDividesByTheSumOfWeights() {
    assertThat(value(new SelfNormalised(1))).isCloseTo(17 / 4.5, EXACT);
  }

  /** 2·1 + 1·3, ½·2 and 1·0 + 3·4; with γ = ½ the second step counts half. */
  @Test
  void perDecisionWeighsARewardByWhatCameBeforeIt() {
    assertThat(value(new PerDecision(1))).isCloseTo((5 + 1 + 12) / 3.0, EXACT);
    assertThat(value(new PerDecision(0.5))).isCloseTo((3.5 + 1 + 6) / 3.0, EXACT);
  }

  /** Step 0: (2 + 1 + 0) / 3.5. Step 1: (3 + 12) / (1 + ½ + 3), the ½ of the session that ended. */
  @Test
  void weightedPerDecisionKeepsEndedSessionsInTheDenominator() {
    assertThat(value(new WeightedPerDecision(1))).isCloseTo(3 / 3.5 + 15 / 4.5, EXACT);
    assertThat(value(new WeightedPerDecision(0.5))).isCloseTo(3 / 3.5 + 0.5 * 15 / 4.5, EXACT);
  }

  @Test
  void theDirectMethodAsksTheModelAlone() {
    assertThat(value(new DirectMethod())).isCloseTo((1 + 2 + 0) / 3.0, EXACT);
  }

  /**
   * First session: D₁ = 1 + ½(3 − 2) = 1.5, D₀ = 1 + 2(1 + 1.5 − 0.5) = 5. Second: 2 + ½(2 − 1) =
   * 2.5. Third: D₁ = 2 + 3(4 − 3) = 5, D₀ = 0 + 1(0 + 5 − 1) = 4.
   */
  @Test
  void doublyRobustCorrectsTheModelStepByStep() {
    assertThat(value(new DoublyRobust(1, NONE))).isCloseTo((5 + 2.5 + 4) / 3, EXACT);
    assertThat(value(new DoublyRobust(0.5, NONE))).isCloseTo((3.5 + 2.5 + 1.5) / 3, EXACT);
  }

  /** τ = 2.5 leaves the third session's last step to the model: D₁ = 2, D₀ = 0 + 1(0 + 2 − 1). */
  @Test
  void switchDrLeavesGreatRatiosToTheModel() {
    assertThat(value(new DoublyRobust(1, 2.5))).isCloseTo((5 + 2.5 + 1) / 3, EXACT);
  }

  @Test
  void effectiveSampleSizeIsThatOfKish() {
    assertThat(EffectiveSampleSize.of(LOG).value()).isCloseTo(4.5 * 4.5 / 10.25, EXACT);
    assertThat(EffectiveSampleSize.of(LOG).tooSmall()).isTrue();
  }

  @Test
  void aLogWithoutAnyWeightSaysNothing() {
    List<Trajectory> none = List.of(Trajectory.of(Step.of(1, 0)), Trajectory.of(Step.of(2, 0)));
    for (Estimator estimator : Estimators.forSessions(1, 10)) {
      assertThat(estimator.contributions(none).estimate()).as(estimator.name()).isZero();
    }
    assertThat(EffectiveSampleSize.of(none).value()).isZero();
  }

  @Property
  void underTheLoggingPolicyWeighingChangesNothing(
      @ForAll @Size(min = 1, max = 8)
          List<@Size(min = 1, max = 4) List<@DoubleRange(min = -5, max = 5) Double>> rewards,
      @ForAll @DoubleRange(min = 0, max = 1) double gamma) {
    List<Trajectory> log = rewards.stream().map(EstimatorsTest::onPolicy).toList();
    double mean =
        log.stream()
            .mapToDouble(session -> session.discountedReturn(gamma))
            .average()
            .orElseThrow();
    for (Estimator estimator : Estimators.forSessions(gamma, 10)) {
      if (!(estimator instanceof DirectMethod)) {
        assertThat(estimator.contributions(log).estimate())
            .as(estimator.name())
            .isCloseTo(mean, within(1e-9));
      }
    }
  }

  private static Trajectory onPolicy(List<Double> rewards) {
    return new Trajectory(rewards.stream().map(reward -> Step.of(reward, 1)).toList(), 0);
  }

  @Property
  void aSingleDecisionIsASessionOfOneStep(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0, max = 9) Double> ratios) {
    List<Trajectory> log =
        ratios.stream().map(ratio -> Trajectory.of(Step.of(ratio * ratio - 3, ratio))).toList();
    assertThat(value(new PerDecision(1), log))
        .isCloseTo(value(new ImportanceSampling(1, NONE), log), within(1e-9));
    assertThat(value(new WeightedPerDecision(1), log))
        .isCloseTo(value(new SelfNormalised(1), log), within(1e-9));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> Step.of(1, -0.1)).hasMessageContaining("ratio must not be negative");
    assertThatThrownBy(() -> Step.of(Double.NaN, 1)).hasMessageContaining("reward must be finite");
    assertThatThrownBy(() -> new Trajectory(List.of(), 0)).hasMessageContaining("one step or more");
    assertThatThrownBy(() -> new ImportanceSampling(1, 0)).hasMessageContaining("above 0, was 0");
  }

  private static double value(Estimator estimator) {
    return value(estimator, LOG);
  }

  private static double value(Estimator estimator, List<Trajectory> log) {
    return estimator.contributions(log).estimate();
  }
}
