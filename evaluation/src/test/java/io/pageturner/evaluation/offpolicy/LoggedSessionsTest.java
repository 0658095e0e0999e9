package io.pageturner.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoggedSessionsTest {
  private static final ActionSpace ACTIONS = ActionSpace.DEFAULT;
  private static final ModelVersion MODEL = new ModelVersion(3);

  private final List<Transition> log =
      List.of(
          // Two sessions of one user in turn, the second of them out of order.
          step("a", 0, MODEL, 0.1, 0.8, 1, false),
          step("b", 1, MODEL, 0, 0.5, 2, true),
          step("a", 1, MODEL, -0.2, 0.4, 3, true),
          step("b", 0, MODEL, 0.3, 0.5, 4, false),
          step("team", 0, ModelVersion.NONE, 0, 1, 5, true),
          step("mixed", 0, MODEL, 0, 0.5, 0, false),
          step("mixed", 1, ModelVersion.NONE, 0, 1, 0, true),
          step("impossible", 0, MODEL, 0, 0, 0, true),
          step("headless", 1, MODEL, 0, 0.5, 0, true),
          step("endless", 0, MODEL, 0, 0.5, 0, false));

  @Test
  void onlyWholeSessionsOfExploringPoliciesAreUsed() {
    LoggedSessions sessions = LoggedSessions.of(log);
    assertThat(sessions.exploring()).hasSize(2);
    assertThat(sessions.exploring().get(0))
        .extracting(Transition::reward)
        .containsExactly(1.0, 3.0);
    assertThat(sessions.exploring().get(1))
        .extracting(Transition::reward)
        .containsExactly(4.0, 2.0);
    assertThat(sessions.baseline()).hasSize(1);
    assertThat(sessions.mixed()).isEqualTo(2);
    assertThat(sessions.partial()).isEqualTo(2);
  }

  @Test
  void sessionsWithADecisionThatIsNotWantedCountAsMixed() {
    LoggedSessions sessions = LoggedSessions.of(log, step -> step.reward() != 3);
    assertThat(sessions.exploring()).hasSize(1);
    assertThat(sessions.mixed()).isEqualTo(3);
    assertThat(sessions.baseline()).hasSize(1);
  }

  /** Epanechnikov at z = (0.1 − 0)/0.4 and (−0.2 − 0)/0.4: ¾(1 − z²)/0.4. */
  @Test
  void ratiosAreKernelOverPropensity() {
    List<LoggedStep> first = LoggedSessions.of(log).steps(neutral()).get(0);
    assertThat(first.get(0).ratio()).isCloseTo(0.703125 / 0.4 / 0.8, within(1e-12));
    assertThat(first.get(1).ratio()).isCloseTo(0.5625 / 0.4 / 0.4, within(1e-12));
  }

  /**
   * Observables: 1, the depth as z-score (mean ½, deviation √⅓ over 0, 1, 0, 1) and the entry; each
   * times 1, u and u². The policy's mean of u is 0, of u² h²/5.
   */
  @Test
  void featuresAreObservablesTimesPowersOfTheAction() {
    LoggedStep step = LoggedSessions.of(log).steps(neutral()).get(0).get(0);
    double z = -0.5 / Math.sqrt(1 / 3.0);
    double[] features = {1, 0.1, 0.01, z, z * 0.1, z * 0.01, 1, 0.1, 0.01};
    double[] expected = {1, 0, 0.032, z, 0, z * 0.032, 1, 0, 0.032};
    assertThat(step.features()).containsExactly(features, within(1e-9));
    assertThat(step.expected()).containsExactly(expected, within(1e-3));
  }

  @Test
  void aPolicyWithoutWidthIsRefused() {
    assertThatThrownBy(() -> new SmoothedPolicy(ACTIONS, s -> new double[] {0}, Kernel.GAUSSIAN, 0))
        .hasMessageContaining("bandwidth must be finite and above 0, was 0");
  }

  /** Of 0.1, −0.2, 0.3 and 0: mean 0.05, variance 0.0325. */
  @Test
  void theBandwidthThatSuitsALogIsSilvermans() {
    assertThat(SmoothedPolicy.bandwidth(ACTIONS, LoggedSessions.of(log).exploring()))
        .isCloseTo(1.06 * Math.sqrt(0.0325) * Math.pow(4, -0.2), within(1e-9));
  }

  private static SmoothedPolicy neutral() {
    return new SmoothedPolicy(ACTIONS, state -> new double[] {0}, Kernel.EPANECHNIKOV, 0.4);
  }

  private static Transition step(
      String session,
      int page,
      ModelVersion version,
      double unit,
      double propensity,
      double reward,
      boolean last) {
    State state = new State(List.of(), Map.of("depth", (double) page), Map.of("entry", "home"));
    return new Transition(
        new PageId(session + page),
        new UserId("u"),
        new SessionId(session),
        page,
        Instant.EPOCH,
        new BucketName("agent"),
        "test",
        version,
        state,
        ACTIONS.actionFromUnit(unit),
        propensity,
        reward,
        last ? Optional.empty() : Optional.of(state));
  }
}
