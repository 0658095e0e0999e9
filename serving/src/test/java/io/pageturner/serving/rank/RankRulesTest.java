package io.pageturner.serving.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pageturner.domain.Action;
import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Fusion;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.SettableClock;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyModel;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.model.UnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankRulesTest {
  private static final BucketName AGENT = new BucketName("agent");
  private static final Objectives POWER =
      new Objectives(List.of("click", "order"), Fusion.POWER, List.of(0.5));

  @TempDir Path directory;

  @Test
  void thePowerFusionDemandsScoresThatAreNotNegative() {
    CandidateRules rules = new CandidateRules(POWER, 10);
    rules.check(List.of(candidate(0, 0)));
    assertThatThrownBy(() -> rules.check(List.of(candidate(1, 1), candidate("b", 0.1, -0.1))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("the fusion is power")
        .extracting(e -> ((InvalidRequestException) e).field())
        .isEqualTo("candidates[1].scores.order");
    new CandidateRules(Objectives.DEFAULT, 10).check(List.of(candidate(0.1, -0.1)));
  }

  @Test
  void fusingFollowsTheTeamsWeightAndTheAction() {
    // 0.5 · 0.04^(0.5·2) = 0.02 and 0.5 + 3·2·0.04 = 0.74.
    double[] scores = {0.5, 0.04};
    assertThat(POWER.fuse(scores, Action.of(2))).isCloseTo(0.02, offset());
    Objectives linear = new Objectives(List.of("click", "order"), Fusion.LINEAR, List.of(3.0));
    assertThat(linear.fuse(scores, Action.of(2))).isCloseTo(0.74, offset());
  }

  @Test
  void objectivesAndActionsMustFit() {
    assertThatThrownBy(() -> new Objectives(List.of("click", "click"), Fusion.LINEAR, List.of(1.0)))
        .hasMessageContaining("different names");
    assertThatThrownBy(() -> new Objectives(List.of("click", "order"), Fusion.LINEAR, List.of()))
        .hasMessageContaining("theta");
    assertThatThrownBy(
            () -> new RankSettings(Objectives.DEFAULT, new ActionSpace(2, 0.25, 4), 1_000))
        .hasMessageContaining("one factor per objective");
  }

  @Test
  void aPolicyThatFailsIsStoodInForByTheTeamsRanking() throws IOException {
    PolicyExecution.Chosen chosen = choose(new Broken(true));
    assertThat(chosen.policy()).isEqualTo("baseline-fallback");
    assertThat(chosen.version()).isEqualTo(ModelVersion.NONE);
    assertThat(chosen.choice().action()).isEqualTo(Action.ones(1));
    assertThat(chosen.choice().propensity()).isEqualTo(1);
    assertThat(told).as("whoever watches versions is told").containsExactly("agent 1 true");
  }

  @Test
  void aPolicyOutOfReachIsStoodInForWithoutBlamingItsVersion() throws IOException {
    PolicyModel unreachable =
        new Broken(true) {
          @Override
          public ActionChoice choose(State state, List<Double> noise, RandomGenerator random) {
            throw new UnreachableException("nobody answers", null);
          }
        };
    PolicyExecution.Chosen chosen = choose(unreachable);
    assertThat(chosen.policy()).isEqualTo("baseline-fallback");
    assertThat(told).isEmpty();
  }

  @Test
  void aPolicyIsToldUntilWhenThePageWaits() throws IOException {
    List<Deadline> waited = new ArrayList<>();
    PolicyModel telling =
        new Broken(true) {
          @Override
          public ActionChoice choose(
              State state, List<Double> noise, RandomGenerator random, Deadline deadline) {
            waited.add(deadline);
            return super.choose(state, noise, random);
          }
        };
    choose(telling);
    assertThat(waited).containsExactly(Deadline.NONE);
  }

  @Test
  void aPolicyOfAnotherActionSpaceIsStoodInForToo() throws IOException {
    PolicyExecution.Chosen chosen = choose(new Broken(false));
    assertThat(chosen.policy()).isEqualTo("baseline-fallback");
  }

  private final List<String> told = new ArrayList<>();
  private final Trials trials =
      new Trials(
          Map.of(),
          0,
          "test",
          (bucket, version, failed) -> told.add(bucket + " " + version + " " + failed));

  private PolicyExecution.Chosen choose(PolicyModel model) throws IOException {
    ModelServer<PolicyModel> server =
        new ModelServer<>(
            "policy", bundle -> model, new RecordedStates(1), new SettableClock(), swap -> {});
    Bundle bundle = new BundleStore(directory).add(TestBundles.candidate(1, TestBundles.NONE));
    server.serve(bundle).join();
    Assignment assignment =
        new Assignment(
            new Buckets("test", Map.of(BucketName.BASELINE, 1.0)), Map.of(AGENT, server), trials);
    return new PolicyExecution(ActionSpace.DEFAULT, new ServingMetrics(new SimpleMeterRegistry()))
        .choose(
            new PolicyExecution.Asked(assignment, new UserId("u1"), AGENT, Deadline.NONE),
            State.EMPTY,
            List.of(),
            new SplittableRandom(1));
  }

  /** A policy that throws, or takes an action of two factors where one is asked for. */
  private static class Broken implements PolicyModel {
    private final boolean throwing;

    Broken(boolean throwing) {
      this.throwing = throwing;
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public ModelVersion version() {
      return new ModelVersion(1);
    }

    @Override
    public ActionChoice choose(State state, List<Double> noise, RandomGenerator random) {
      if (throwing) {
        throw new IllegalStateException("broken on purpose");
      }
      return new ActionChoice(Action.of(1, 1), Action.of(1, 1), 1, List.of());
    }

    @Override
    public void warm(List<State> recorded) {}

    @Override
    public void close() {}
  }

  private static Candidate candidate(double click, double order) {
    return candidate("a", click, order);
  }

  private static Candidate candidate(String item, double click, double order) {
    return new Candidate(new ItemId(item), new double[] {click, order}, Map.of(), Map.of());
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }
}
