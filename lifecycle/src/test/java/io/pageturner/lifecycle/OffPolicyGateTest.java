package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the off-policy gate says of policies on a grid; PoisonedCandidatesTest tells the rest. */
class OffPolicyGateTest {
  @TempDir Path root;

  private static final ActionSpace THREE = ActionSpace.DEFAULT.onGrid(List.of(0.5, 1.0, 2.0));

  @Test
  void policiesOfOtherActionsAreNotCompared() throws IOException {
    ActionSpace two = ActionSpace.DEFAULT.onGrid(List.of(0.5, 1.0));
    assertThat(check(two, THREE).reason())
        .isEqualTo(
            "it takes other actions than live version 1, ActionSpace[size=1, min=0.25, max=4.0]"
                + " on [0.5, 1.0] and not ActionSpace[size=1, min=0.25, max=4.0] on"
                + " [0.5, 1.0, 2.0]: nothing to compare with");
    assertThat(check(THREE, ActionSpace.DEFAULT).passed()).isTrue();
  }

  /** Pages of a = 2 earn about 3, of a = 1 about 1 and of a = 0.5 next to nothing. */
  @Test
  void onAGridTheBetterPointIsToldFromTheWorse() throws IOException {
    Verdict better = judge("dqn", 0.5, -0.5);
    assertThat(better.passed()).as(better.reason()).isTrue();
    assertThat(better.figures().get("gainLow")).isPositive();
    Verdict worse = judge("dqn", -0.5, 0.5);
    assertThat(worse.passed()).as(worse.reason()).isFalse();
  }

  @Test
  void pagesOfAnotherAlgorithmSayNothing() throws IOException {
    assertThat(judge("advantage-ddpg", -0.5, 0.5).reason())
        .isEqualTo("fewer than 200 logged sessions explored");
  }

  private Verdict judge(String logged, double ours, double theirs) throws IOException {
    Bundle live = bundle(policy(THREE));
    Bundle candidate = bundle(policy(THREE));
    List<Transition> log = new ArrayList<>();
    double[] rewards = {0, 1, 3};
    for (int i = 0; i < 600; i++) {
      double factor = THREE.grid().get(i % 3);
      log.add(page(i, logged, factor, rewards[i % 3] + 0.1 * (i / 3 % 5)));
    }
    Gate gate =
        new OffPolicyGate(
            bundle ->
                state -> new double[] {bundle.version().equals(live.version()) ? theirs : ours},
            () -> log,
            new OffPolicySettings(200, 0.95, 0));
    return gate.check(candidate, Optional.of(live));
  }

  private Verdict check(ActionSpace ours, ActionSpace theirs) throws IOException {
    Bundle live = bundle(policy(theirs));
    Gate gate =
        new OffPolicyGate(
            bundle -> state -> new double[1], List::of, new OffPolicySettings(200, 0.95, 0));
    return gate.check(bundle(policy(ours)), Optional.of(live));
  }

  private Candidate policy(ActionSpace actions) {
    Exploration.Kind kind =
        actions.discrete() ? Exploration.Kind.EPSILON_GREEDY : Exploration.Kind.GAUSSIAN;
    PolicySpec spec = new PolicySpec("dqn", actions, new Exploration(kind, 0.2, 0));
    Candidate plain = candidate(1);
    return new Candidate(
        plain.name(),
        plain.lineage(),
        directory -> {
          plain.content().writeTo(directory);
          spec.write(directory.resolve(Bundle.PAGETURNER_DIRECTORY).resolve(PolicySpec.FILE));
        });
  }

  /** Of a session of one page, on which all three points were equally likely. */
  private static Transition page(int number, String policy, double factor, double reward) {
    return new Transition(
        new PageId("p" + number),
        new UserId("u" + number),
        new SessionId("s" + number),
        0,
        Candidates.NOON,
        new BucketName("agent"),
        policy,
        new ModelVersion(1),
        new State(List.of(), Map.of("number", (double) (number % 7)), Map.of()),
        Action.of(factor),
        1 / 3.0,
        reward,
        Optional.empty());
  }

  private Bundle bundle(Candidate candidate) throws IOException {
    return new BundleStore(root).add(candidate);
  }
}
