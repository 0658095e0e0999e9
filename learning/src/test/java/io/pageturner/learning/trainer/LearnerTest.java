package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.feed.UpdateFigures;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnerTest {
  static final LearnerSettings SETTINGS =
      new LearnerSettings(
          List.of(
              new TrainedAgent(
                  "agent",
                  LoggedTransitions.AGENT_BUCKET,
                  "policy",
                  new ExplorationSchedule(ExplorationSchedule.DEFAULT.kind(), 0.4, 0.1, 100, 0.15),
                  Optional.empty())),
          ActionSpace.DEFAULT,
          Algorithm.ADVANTAGE_DDPG,
          PolicyLearnerSettings.DEFAULT,
          1,
          500,
          500,
          new Sampling.Uniform(),
          32,
          16,
          50,
          100,
          Duration.ofDays(1),
          1e6,
          9);
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

  private final SplitMix64 random = new SplitMix64(23);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final Learner learner = new Learner(config, embeddings, SETTINGS);

  @AfterEach
  void close() {
    learner.close();
  }

  @Test
  void nothingIsLearnedBeforeTheWarmUpsEnd() {
    List<Transition> sessions = LoggedTransitions.sessions(200, random);
    sessions.subList(0, 49).forEach(learner::consume);
    assertThat(learner.owesUpdate()).isFalse();
    learner.consume(sessions.get(49));
    assertThat(learner.owesUpdate()).isTrue();
    assertThat(learner.figures().replaySize()).isEqualTo(50);
  }

  @Test
  void eachTransitionIsOwedItsSamples() {
    LoggedTransitions.sessions(100, random).subList(0, 100).forEach(learner::consume);
    int updates = 0;
    while (learner.owesUpdate()) {
      assertThat(learner.update()).hasSize(1).allMatch(UpdateFigures::finite);
      updates++;
    }
    assertThat(updates).isEqualTo(100 * 16 / 32);
  }

  @Test
  void aTransitionThatCannotBeLearnedFromIsCountedByItsFault() {
    State here = LoggedTransitions.state("buy", 0, random);
    Transition good = LoggedTransitions.transition(0, 0, 0, here, Optional.empty(), 1, random);
    learner.consume(good);
    learner.consume(LoggedTransitions.transition(0, 0, 1, here, Optional.empty(), 1e300, random));
    learner.consume(
        new Transition(
            good.page(),
            good.user(),
            good.session(),
            0,
            good.time(),
            good.bucket(),
            good.policy(),
            good.version(),
            good.state(),
            Action.of(1, 2),
            1,
            0,
            Optional.empty()));
    learner.consume(
        new Transition(
            good.page(),
            good.user(),
            good.session(),
            0,
            good.time(),
            good.bucket(),
            good.policy(),
            good.version(),
            good.state(),
            Action.of(4.5),
            1,
            0,
            Optional.empty()));
    assertThat(learner.figures().transitions()).isEqualTo(4);
    assertThat(learner.figures().skipped())
        .containsExactlyInAnyOrderEntriesOf(Map.of("reward", 1L, "action.size", 1L, "action", 1L));
  }

  @Test
  void aPropensityThatIsNoDensityIsAFault() {
    State here = LoggedTransitions.state("buy", 0, random);
    Transition good = LoggedTransitions.transition(0, 0, 0, here, Optional.empty(), 1, random);
    for (double propensity : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY, 0, 1e-300}) {
      learner.consume(withPropensity(good, propensity));
    }
    assertThat(learner.figures().skipped()).isEqualTo(Map.of("propensity", 3L));
  }

  private static Transition withPropensity(Transition of, double propensity) {
    return new Transition(
        of.page(),
        of.user(),
        of.session(),
        of.pageIndex(),
        of.time(),
        of.bucket(),
        of.policy(),
        of.version(),
        of.state(),
        of.action(),
        propensity,
        of.reward(),
        of.next());
  }

  /** One reward of 10⁷ in the log would drown all others. */
  @Test
  void preTrainingLeavesOutWhatCannotBeLearnedFrom() {
    List<Transition> logged = new ArrayList<>(LoggedTransitions.sessions(2_000, random));
    State here = LoggedTransitions.state("buy", 0, random);
    for (int i = 0; i < 30; i++) {
      int session = 10_000 + i;
      logged.add(
          LoggedTransitions.transition(session, 0, session, here, Optional.empty(), 1e7, random));
    }
    logged.add(withPropensity(logged.get(0), Double.NaN));
    PretrainingReport report =
        learner.pretrain(
            logged, new PretrainingSettings(1, 1, PretrainingSettings.Split.BY_SESSION));
    assertThat(learner.figures().skipped()).isEqualTo(Map.of("reward", 30L, "propensity", 1L));
    assertThat(report.constantError()).isLessThan(100);
    assertThat(report.valueError()).isLessThan(100);
  }

  @Test
  void aCandidateTellsWhereItComesFrom() {
    List<Transition> sessions = LoggedTransitions.sessions(300, random);
    sessions.forEach(learner::consume);
    while (learner.owesUpdate()) {
      learner.update();
    }
    learner.published(0, new ModelVersion(4));
    Candidate candidate = learner.candidates(NOW, "1.2.3").get(0);
    assertThat(candidate.name()).isEqualTo("policy");
    assertThat(candidate.lineage().createdAt()).isEqualTo(NOW);
    assertThat(candidate.lineage().codeVersion()).isEqualTo("1.2.3");
    assertThat(candidate.lineage().parent()).contains(new ModelVersion(4));
    assertThat(candidate.lineage().dataFrom()).isEqualTo(sessions.get(0).time());
    assertThat(candidate.lineage().dataTo()).isEqualTo(sessions.get(sessions.size() - 1).time());
    assertThat(candidate.lineage().transitions()).isEqualTo(sessions.size());
    assertThat(candidate.lineage().featureConfigHash()).isEqualTo(config.hash());
    assertThat(candidate.lineage().embeddings()).hasSize(64);
    assertThat(candidate.lineage().metrics())
        .containsKeys("loss_v", "loss_a", "mean_v", "action_mean", "action_sd", "clip_share")
        .allSatisfy((name, value) -> assertThat(value).as(name).isFinite());
  }

  @Test
  void explorationFadesWithTheAgentsOwnTransitions() {
    assertThat(sigma()).isEqualTo(0.4);
    List<Transition> own =
        LoggedTransitions.sessions(400, random).stream()
            .filter(t -> t.bucket().equals(LoggedTransitions.AGENT_BUCKET))
            .toList();
    own.subList(0, 50).forEach(learner::consume);
    assertThat(sigma()).isCloseTo(0.25, within(1e-9));
    own.forEach(learner::consume);
    assertThat(sigma()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void zScoresAreTakenUpOnlyBetweenTwoVersions() {
    LoggedTransitions.sessions(60, random).forEach(learner::consume);
    double first = mean(learner.candidates(NOW, "1").get(0));
    LoggedTransitions.sessions(200, random).forEach(learner::consume);
    double second = mean(learner.candidates(NOW, "1").get(0));
    double third = mean(learner.candidates(NOW, "1").get(0));
    // A version goes out with what it was trained with; the refresh comes after it.
    assertThat(first).isNotEqualTo(second);
    assertThat(third).isNotEqualTo(second);
    assertThat(third).isCloseTo(40, within(3.0));
  }

  @Test
  void preTrainingTellsReturnsOfUnseenSessionsBetterThanAConstant() {
    PretrainingReport report =
        learner.pretrain(LoggedTransitions.sessions(6_000, random), PretrainingSettings.DEFAULT);
    assertThat(report.sessions()).isGreaterThan(1_000);
    assertThat(report.heldOutTransitions()).isGreaterThan(500);
    assertThat(report.saved()).isGreaterThan(0.4);
    assertThat(report.toString()).contains("against the constant's");
  }

  @Test
  void preTrainingTrainsAGrowingTableToo() {
    try (Learner growing = new Learner(Fixtures.growingConfig(), embeddings, SETTINGS)) {
      Weights untrained = growing.parameters().get(0);
      growing.pretrain(
          LoggedTransitions.sessions(900, random),
          new PretrainingSettings(2, 2, PretrainingSettings.Split.BY_SESSION));
      PolicyContent content = (PolicyContent) growing.candidates(NOW, "1").get(0).content();
      // Not known, rare, and the four intents of the log.
      assertThat(content.weights().tensor("state_embedding_intent").shape()).containsExactly(6, 2);
      assertThat(content.preprocessing().rows().get("intent").values())
          .containsExactlyInAnyOrder(2, 3, 4, 5);
      assertThat(untrained.tensor("state_embedding_intent").shape()).containsExactly(2, 2);
    }
  }

  @Test
  void preTrainingNeedsSessionsToHoldOut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> learner.pretrain(List.of(), PretrainingSettings.DEFAULT))
        .withMessageContaining("hold out");
  }

  /** {@link #SETTINGS} with another scale of rewards. */
  static LearnerSettings withRewardScale(double scale) {
    PolicyLearnerSettings agent = SETTINGS.agent();
    return SETTINGS.withAgent(
        new PolicyLearnerSettings(
            agent.gamma(),
            agent.value(),
            agent.advantage(),
            agent.actor(),
            agent.advantageDecay(),
            agent.actorPull(),
            agent.clip(),
            scale,
            agent.linear()));
  }

  private double sigma() {
    Candidate candidate = learner.candidates(NOW, "1").get(0);
    return ((PolicyContent) candidate.content()).spec().exploration().sigma();
  }

  private static double mean(Candidate candidate) {
    var zScores = ((PolicyContent) candidate.content()).preprocessing().zScores();
    return zScores.get("distance").mean();
  }
}
