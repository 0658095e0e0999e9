package io.pageturner.app.experiment;

import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Policy;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.learning.trainer.LearnerSettings;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.simulator.Estimate;
import io.pageturner.simulator.FusionRanker;
import io.pageturner.simulator.InProcessFeed;
import io.pageturner.simulator.InProcessFeed.SessionResult;
import io.pageturner.simulator.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The whole loop in one thread: a simulated world, a learner that takes in every page, and a policy
 * that is made anew every so many pages. Deterministic by world, settings and their seed.
 */
public final class SimulatedTraining {
  private static final Instant OPENING = Instant.parse("2026-01-05T10:00:00Z");

  /** Visits from this number on are never learned from: gains are measured on them. */
  private static final int MEASURED_VISITS = 1_000_000;

  /** No environment comes to the visits of the next. */
  private static final int VISITS_OF_AN_ENVIRONMENT = 10_000;

  private final PageturnerConfig config;
  private final ItemEmbeddings embeddings;
  private final InProcessFeed feed;
  private final InProcessFeed measured;
  private final List<SessionResult> neutral;
  private final Policy baseline;
  private final BucketName agentBucket;
  private final Buckets buckets;

  /**
   * @param config fusion, reward, buckets and trainer of the feed
   * @param sessions how many sessions a gain is measured on
   */
  public SimulatedTraining(World world, PageturnerConfig config, int sessions) {
    this.config = config;
    this.embeddings =
        ItemEmbeddings.of(world.settings().catalogue().embeddingSize(), world.embeddings());
    this.feed = new InProcessFeed(world, config.reward(), OPENING);
    this.measured = feed.fromVisit(MEASURED_VISITS);
    this.neutral = measured.run(FusionRanker.constant(theta(), 1), sessions);
    this.baseline = Policy.baseline(config.feed().actions());
    this.agentBucket = TrainingRole.agents(config).get(0).bucket();
    this.buckets = config.cut();
  }

  /** The world's item embeddings. */
  ItemEmbeddings embeddings() {
    return embeddings;
  }

  /** Mean reward per session at a = 1, on the sessions that gains are measured on. */
  public Estimate neutral() {
    return InProcessFeed.reward(neutral);
  }

  /** What the baseline alone logs: whole sessions, {@code pages} pages or a few more. */
  public List<Transition> baselineLog(Variant variant, int pages) {
    List<Transition> log = new ArrayList<>();
    InProcessServing serving = serving(variant, this::baselineArm, log::add, 0, config.reward());
    feed.runWhile(serving, () -> serving.pages() < pages);
    return log;
  }

  /**
   * An agent's greedy policy after {@code pages} pages of the feed, the baseline's share of them
   * included; it starts from nothing.
   */
  public Policy learn(Variant variant, LearnerSettings settings, int pages) {
    try (Learner learner = new Learner(variant.features(), embeddings, settings)) {
      return learn(variant, learner, config.reward(), pages, pupil -> {}).greedy();
    }
  }

  /**
   * An agent after so many pages, as above.
   *
   * @param learner new, or pre-trained; is the caller's
   * @param reward what it is rewarded by
   * @param watching is shown the agent after every page
   */
  Pupil learn(
      Variant variant, Learner learner, RewardWeights reward, int pages, Consumer<Pupil> watching) {
    Pupil pupil = new Pupil(learner, embeddings);
    Function<UserId, InProcessServing.Arm> arms =
        user ->
            buckets.of(user).isBaseline()
                ? baselineArm(user)
                : new InProcessServing.Arm(agentBucket, pupil.policy());
    Consumer<Transition> learning =
        page -> {
          pupil.learn(page);
          watching.accept(pupil);
        };
    InProcessServing serving = serving(variant, arms, learning, learner.settings().seed(), reward);
    feed.runWhile(serving, () -> serving.pages() < pages);
    return pupil;
  }

  /**
   * Mean gain per session over a = 1 when every user meets the policy: the same sessions with the
   * same luck for every policy.
   */
  public Estimate gain(Variant variant, Policy policy) {
    return gain(sessions(variant, policy));
  }

  /** As above, of sessions played already. */
  Estimate gain(List<SessionResult> sessions) {
    return InProcessFeed.gain(sessions, neutral);
  }

  /** The sessions that gains are measured on, played under a policy. */
  List<SessionResult> sessions(Variant variant, Policy policy) {
    return measured.again(
        neutral,
        serving(
            variant,
            user -> new InProcessServing.Arm(agentBucket, policy),
            page -> {},
            0,
            config.reward()));
  }

  /** The same sessions under a = 1. */
  List<SessionResult> neutralSessions() {
    return neutral;
  }

  /**
   * The feed for an agent of the library.
   *
   * @param number tells environments that are played side by side apart
   * @param states what the agent sees
   */
  <A> FeedEnvironment<A> environment(
      Variant variant, int number, StateVector states, Space<A> space, Function<A, Action> factor) {
    return new FeedEnvironment<>(
        feed.fromVisit(VISITS_OF_AN_ENVIRONMENT * number).visits(),
        arms -> serving(variant, arms, page -> {}, 0, config.reward()),
        states,
        space,
        factor,
        config.reward(),
        config.trainer().rewardScale());
  }

  private InProcessServing serving(
      Variant variant,
      Function<UserId, InProcessServing.Arm> arms,
      Consumer<Transition> learner,
      long seed,
      RewardWeights reward) {
    return new InProcessServing(
        variant, theta(), reward, arms, learner, new SplittableRandom(seed));
  }

  private InProcessServing.Arm baselineArm(UserId user) {
    return new InProcessServing.Arm(BucketName.BASELINE, baseline);
  }

  private double theta() {
    return config.feed().theta()[0];
  }
}
