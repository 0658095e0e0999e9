package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.column;
import static io.pageturner.lifecycle.Candidates.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatesTest {
  @TempDir Path root;

  private Bundle bundle(Candidate candidate) throws IOException {
    return new BundleStore(root).add(candidate);
  }

  @Nested
  class FiniteWeights {
    private final Gate gate = new FiniteWeightsGate();

    @Test
    void finiteWeightsPass() throws IOException {
      Verdict verdict = gate.check(bundle(candidate(1)), Optional.empty());
      assertThat(verdict.passed()).isTrue();
      assertThat(verdict.gate()).isEqualTo("finite-weights");
      assertThat(verdict.figures()).containsEntry("parameters", 2.0);
    }

    @Test
    void aNanIsRefusedWithItsPlace() throws IOException {
      Verdict verdict = gate.check(bundle(candidate(weights(1, Float.NaN), Map.of())), live());
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.reason())
          .isEqualTo("actor_out_kernel[1] of 2 is NaN; every weight must be finite");
    }

    @Test
    void noWeightsAreRefused() throws IOException {
      Bundle bundle = bundle(candidate(Weights.of(Map.of()), Map.of()));
      assertThat(gate.check(bundle, live()).passed()).isFalse();
    }
  }

  @Nested
  class Losses {
    private final Gate gate = new LossGate(Map.of("lossV", 10.0));

    @Test
    void lossesUnderTheirBoundsPass() throws IOException {
      assertThat(check(Map.of("lossV", 10.0, "anything", 1e9)).passed()).isTrue();
    }

    @Test
    void aLossAboveItsBoundIsRefused() throws IOException {
      assertThat(check(Map.of("lossV", 10.5)).reason())
          .isEqualTo("lossV is 10.5, must be at most 10.0");
    }

    @Test
    void anyMetricThatIsNotFiniteIsRefused() throws IOException {
      assertThat(check(Map.of("lossV", 1.0, "lossA", Double.POSITIVE_INFINITY)).reason())
          .isEqualTo("lossA is Infinity, must be finite");
    }

    @Test
    void aBoundedMetricThatIsMissingIsRefused() throws IOException {
      assertThat(check(Map.of()).reason()).contains("lossV is missing");
    }

    @Test
    void aBoundThatIsNoNumberIsRefused() {
      assertThatThrownBy(() -> new LossGate(Map.of("lossV", Double.NaN)))
          .hasMessageContaining("the bound of lossV");
    }

    private Verdict check(Map<String, Double> metrics) throws IOException {
      return gate.check(bundle(candidate(weights(1), metrics)), live());
    }
  }

  @Nested
  class ActionDistribution {

    @Test
    void actionsThatFollowTheStatePass() throws IOException {
      Verdict verdict = check(column(-0.5, 0, 0.5, 0.2));
      assertThat(verdict.passed()).isTrue();
      // log a = u·ln 4 in [1/4, 4]; the mean of u is 0.05 and squares sum to 0.53.
      assertThat(verdict.figures().get("meanLog.0")).isCloseTo(0.05 * Math.log(4), within(1e-12));
      assertThat(verdict.figures().get("spread.0")).isCloseTo(Math.sqrt(0.53 / 3), within(1e-12));
      assertThat(verdict.figures()).containsEntry("clipShare.0", 0.0).containsEntry("states", 4.0);
    }

    @Test
    void aNewAgentsConstantOnePasses() throws IOException {
      assertThat(check(constant(0, 500)).passed()).isTrue();
    }

    @Test
    void anyOtherConstantIsRefused() throws IOException {
      Verdict verdict = check(constant(0.3, 500));
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.reason()).contains("factor 0: spread over the states");
    }

    @Test
    void aFewStatesDoNotProveThatThePolicyIgnoresThem() throws IOException {
      assertThat(check(constant(0.3, 31)).passed()).isTrue();
      assertThat(check(constant(0.3, 32)).passed()).isFalse();
    }

    @Test
    void actionsThatCrowdAtTheClipAreRefused() throws IOException {
      double[] unit = IntStream.range(0, 100).mapToDouble(i -> i % 2 == 0 ? 1 : -1).toArray();
      Arrays.fill(unit, 0, 9, 0.5);
      Verdict verdict = check(column(unit));
      assertThat(verdict.figures()).containsEntry("clipShare.0", 0.91);
      assertThat(verdict.reason())
          .isEqualTo("factor 0: share at the clip is 0.9100, must be at most 0.9000");
      unit[9] = 0.5;
      assertThat(check(column(unit)).passed()).isTrue();
    }

    /** Both ends in half of the states each, or one point between them in all. */
    @Test
    void aDiscreteAgentMayStandAtTheEndsOfItsGridAndOnOnePoint() throws IOException {
      double[] ends = IntStream.range(0, 100).mapToDouble(i -> i % 2 == 0 ? 1 : -1).toArray();
      assertThat(checkOnGrid(column(ends)).passed()).isTrue();
      assertThat(checkOnGrid(constant(0.5, 100)).passed()).isTrue();
      assertThat(checkOnGrid(constant(1, 100)).reason()).contains("|mean log a| is 1.386");
    }

    private Verdict checkOnGrid(double[][] actions) throws IOException {
      ActionSpace grid = ActionSpace.DEFAULT.onGrid(List.of(0.25, 0.5, 1.0, 2.0, 4.0));
      Gate gate =
          new ActionDistributionGate(b -> actions, ActionDistributionSettings.defaults(grid));
      return gate.check(bundle(candidate(1)), live());
    }

    @Test
    void aMeanFarOffIsRefused() throws IOException {
      assertThat(check(column(-0.985, -0.96, -0.97)).reason()).contains("|mean log a| is -1.347");
    }

    @Test
    void anActionThatIsNotFiniteOrOutOfTheSpaceIsRefused() throws IOException {
      assertThat(check(column(0, Double.NaN)).reason()).contains("factor 0 of action 1 is NaN");
      assertThat(check(column(1.5)).reason()).contains("is 1.5 on the unit scale");
      assertThat(check(new double[][] {{0.1, 0.2}}).reason()).contains("has 2 factors, not 1");
    }

    @Test
    void withoutRecordedStatesThereIsNothingToJudge() throws IOException {
      Verdict verdict = check(new double[0][]);
      assertThat(verdict.passed()).isTrue();
      assertThat(verdict.reason()).contains("no state has been recorded yet");
    }

    @Test
    void everyFactorIsJudged() throws IOException {
      double[][] actions =
          IntStream.range(0, 50)
              .mapToObj(i -> new double[] {i / 100.0, 1})
              .toArray(double[][]::new);
      ActionSpace space = new ActionSpace(2, 0.25, 4);
      Gate gate =
          new ActionDistributionGate(b -> actions, ActionDistributionSettings.defaults(space));
      assertThat(gate.check(bundle(candidate(1)), live()).reason()).startsWith("factor 1: ");
    }

    @Test
    void aSettingOutOfItsRangeIsNamed() {
      assertThatThrownBy(
              () -> new ActionDistributionSettings(ActionSpace.DEFAULT, 0.99, 1.1, 1, 0, 32))
          .hasMessageContaining("maxClipShare must be within 0.0 and 1.0, was 1.1");
    }

    private Verdict check(double[][] actions) throws IOException {
      Gate gate =
          new ActionDistributionGate(
              b -> actions, ActionDistributionSettings.defaults(ActionSpace.DEFAULT));
      return gate.check(bundle(candidate(1)), live());
    }

    private double[][] constant(double unit, int states) {
      double[] column = new double[states];
      Arrays.fill(column, unit);
      return column(column);
    }
  }

  @Nested
  class InputDrift {

    @Test
    void inputsAsLearnedFromPassWithTheirShifts() throws IOException {
      Verdict verdict = check(Map.of("distance", new double[] {-1, 0, 2}));
      assertThat(verdict.passed()).isTrue();
      assertThat(verdict.figures().get("distance")).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void aFeatureFarOffIsRefusedByName() throws IOException {
      Verdict verdict =
          check(Map.of("distance", new double[] {-5, -5, -4}, "price", new double[] {0, 1, 0}));
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.reason()).startsWith("distance lies -4.67 standard deviations off");
    }

    @Test
    void aFewStatesProveNothing() throws IOException {
      assertThat(check(Map.of("distance", new double[] {-5, -5})).passed()).isTrue();
      assertThat(check(Map.of()).passed()).isTrue();
    }

    @Test
    void aBoundThatBoundsNothingIsRefused() {
      assertThatThrownBy(() -> new InputDriftGate(b -> Map.of(), Double.NaN, 3))
          .hasMessageContaining("maxShift must be above 0, was NaN");
    }

    private Verdict check(Map<String, double[]> zScores) throws IOException {
      return new InputDriftGate(b -> zScores, 3, 3).check(bundle(candidate(1)), live());
    }
  }

  @Nested
  class Step {
    private final List<State> states = Collections.nCopies(4, State.EMPTY);

    @Test
    void aSmallStepFromTheVersionItContinuesFromPasses() throws IOException {
      assertThat(check(0.3, 0.1, states).passed()).isTrue();
      assertThat(check(0.3, 0.1, states).figures().get("distance")).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void aGreatOneIsRefusedWithItsLength() throws IOException {
      Verdict verdict = check(-0.4, 0.3, states);
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.reason()).startsWith("its actions lie 0.700 from those of version 7");
    }

    @Test
    void theThirdFromOneFarPlaceIsWhereLearningHasGone() throws IOException {
      assertThat(passed(0.1, 0.9, 0.8, 1.0, 0.9)).containsExactly(false, false, true, true);
    }

    @Test
    void farPlacesThatAreNotOneNeverPass() throws IOException {
      assertThat(passed(0, 0.9, -0.9, 0.8, 0.6, -0.7, -0.9, 0.9))
          .containsExactly(false, false, false, false, false, false, false);
    }

    @Test
    void aSmallStepInBetweenBeginsTheCountAnew() throws IOException {
      assertThat(passed(0, 0.9, 0.8, 0.2, 0.9, 0.8, 0.9))
          .containsExactly(false, false, true, false, false, true);
    }

    /** What one gate says about one candidate after the other, all with the same parent. */
    private List<Boolean> passed(double parents, double... ours) throws IOException {
      Bundle last = bundle(candidate(1));
      while (last.version().number() < 7) {
        last = bundle(candidate(1));
      }
      AtomicInteger asked = new AtomicInteger(-1);
      Gate gate =
          new StepGate(
              bundle -> {
                double action =
                    bundle.version().number() == 7 ? parents : ours[asked.incrementAndGet()];
                return state -> new double[] {action};
              },
              () -> states,
              store(),
              0.5);
      List<Boolean> passed = new ArrayList<>();
      for (int i = 0; i < ours.length; i++) {
        passed.add(gate.check(bundle(candidate(2)), Optional.empty()).passed());
      }
      return passed;
    }

    @Test
    void withoutStatesOrAVersionToContinueFromThereIsNothingToJudge() throws IOException {
      Gate gate = new StepGate(bundle -> state -> new double[1], () -> states, store(), 0.5);
      assertThat(gate.check(bundle(candidate(1)), Optional.empty()).reason())
          .as("version 7 is not in the store")
          .isEqualTo("it continues from none");
      assertThat(check(-1, 1, List.of()).reason()).isEqualTo("no state has been recorded yet");
    }

    /** The candidates' lineage names version 7 as their parent. */
    private Verdict check(double ours, double parents, List<State> recorded) throws IOException {
      Bundle last = bundle(candidate(1));
      while (last.version().number() < 7) {
        last = bundle(candidate(1));
      }
      Bundle next = bundle(candidate(2));
      Gate gate =
          new StepGate(
              bundle -> state -> new double[] {bundle.version().number() == 7 ? parents : ours},
              () -> recorded,
              store(),
              0.5);
      return gate.check(next, Optional.empty());
    }

    private BundleStore store() {
      return new BundleStore(root);
    }
  }

  private Optional<Bundle> live() throws IOException {
    return Optional.of(bundle(candidate(1)));
  }
}
