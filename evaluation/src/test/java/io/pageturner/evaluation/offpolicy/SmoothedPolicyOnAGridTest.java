package io.pageturner.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** A discrete policy's weights are probabilities, as the propensities that it logs. */
class SmoothedPolicyOnAGridTest {
  /** On the unit scale −½, 0 and ½. */
  private static final ActionSpace THREE = ActionSpace.DEFAULT.onGrid(List.of(0.5, 1.0, 2.0));

  @Property(tries = 100)
  void theProbabilitiesOfAllPointsSumToOne(
      @ForAll @DoubleRange(min = -1, max = 1) double first,
      @ForAll @DoubleRange(min = -1, max = 1) double second,
      @ForAll @DoubleRange(min = 0.01, max = 1) double epsilon) {
    ActionSpace two =
        new ActionSpace(2, 0.25, 4).onGrid(List.of(0.25, 0.5, 0.71, 1.0, 1.41, 2.0, 4.0));
    ActionGrid grid = ActionGrid.of(two).orElseThrow();
    SmoothedPolicy policy =
        new SmoothedPolicy(two, state -> new double[] {first, second}, Kernel.GAUSSIAN, epsilon);
    double sum = 0;
    for (int point = 0; point < grid.size(); point++) {
      double probability = policy.ratio(step(0, grid.action(point), 1, 0));
      assertThat(probability).isBetween(0.0, 1.0);
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  /**
   * ε = 0.3 around 2: π = (0.1, 0.1, 0.8). A log that shows 0.5, 1 and 2 with 7, 2 and 1 in ten has
   * them 7, 2 and 1 times: rewards of 1, 2 and 4 come to 0.1 + 0.2 + 3.2.
   */
  @Test
  void importanceSamplingIsUnbiasedOverAllThatALogMayHold() {
    double[] factors = {0.5, 1, 2};
    int[] times = {7, 2, 1};
    double[] rewards = {1, 2, 4};
    List<Transition> log = new ArrayList<>();
    for (int i = 0; i < factors.length; i++) {
      for (int n = 0; n < times[i]; n++) {
        log.add(step(log.size(), Action.of(factors[i]), times[i] / 10.0, rewards[i]));
      }
    }
    SmoothedPolicy policy =
        new SmoothedPolicy(THREE, state -> new double[] {0.5}, Kernel.GAUSSIAN, 0.3);
    List<Trajectory> sessions =
        LoggedSessions.of(log).steps(policy).stream()
            .map(session -> session.get(0))
            .map(step -> Trajectory.of(Step.of(step.reward(), step.ratio())))
            .toList();
    double weights = sessions.stream().mapToDouble(Trajectory::weight).sum();
    assertThat(weights / 10).isCloseTo(1, within(1e-12));
    assertThat(
            new ImportanceSampling(1, Double.POSITIVE_INFINITY).contributions(sessions).estimate())
        .isCloseTo(3.5, within(1e-12));
  }

  /** The same probabilities: E u = 0.7·½, E u² = 0.7·¼ + 0.3·(¼ + 0 + ¼)/3. */
  @Test
  void momentsAreThoseOfThePoints() {
    SmoothedPolicy policy =
        new SmoothedPolicy(THREE, state -> new double[] {0.5}, Kernel.GAUSSIAN, 0.3);
    assertThat(policy.moments(State.EMPTY)[0])
        .containsExactly(new double[] {0.35, 0.225}, within(1e-12));
  }

  @Test
  void anActionThatIsNotOnTheGridHasNoWeight() {
    SmoothedPolicy policy = new SmoothedPolicy(THREE, state -> new double[1], Kernel.GAUSSIAN, 1);
    assertThat(policy.ratio(step(0, Action.of(1.3), 0.5, 0))).isZero();
    assertThat(policy.ratio(step(0, Action.of(1.0000000001), 0.5, 0))).isPositive();
  }

  /** A constant action that the grid lacks, 0.2 on the unit scale, stands for a = 1. */
  @Test
  void aPolicyBetweenThePointsTakesTheNearest() {
    SmoothedPolicy policy =
        new SmoothedPolicy(THREE, state -> new double[] {0.2}, Kernel.GAUSSIAN, 0.3);
    assertThat(policy.ratio(step(0, Action.of(1), 0.5, 0))).isCloseTo(1.6, within(1e-12));
    assertThat(policy.ratio(step(0, Action.of(2), 0.5, 0))).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void moreThanAlwaysIsRefused() {
    assertThatThrownBy(
            () -> new SmoothedPolicy(THREE, state -> new double[1], Kernel.GAUSSIAN, 1.1))
        .hasMessage("on a grid ε must be at most 1, was 1.1");
  }

  private static Transition step(int number, Action action, double propensity, double reward) {
    return new Transition(
        new PageId("p" + number),
        new UserId("u"),
        new SessionId("s" + number),
        0,
        Instant.EPOCH,
        new BucketName("agent"),
        "dqn",
        new ModelVersion(1),
        State.EMPTY,
        action,
        propensity,
        reward,
        Optional.empty());
  }
}
