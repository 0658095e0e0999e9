package io.pageturner.app.experiment;

import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Policy;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.features.ItemEmbeddings;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    this.agentBucket = TrainingRole.agentBucket(config);
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    config.buckets().shares().forEach((name, share) -> shares.put(new BucketName(name), share));
    this.buckets = new Buckets(config.buckets().salt(), shares);
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
    play(variant, this::baselineArm, log::add, pages, 0);
    return log;
  }

  /**
   * An agent's greedy policy after {@code pages} pages of the feed, the baseline's share of them
   * included; it starts from nothing.
   */
  public Policy learn(Variant variant, LearnerSettings settings, int pages) {
    try (Learner learner = new Learner(variant.features(), embeddings, settings)) {
      Pupil pupil = new Pupil(learner, embeddings);
      Function<UserId, InProcessServing.Arm> arms =
          user ->
              buckets.of(user).isBaseline()
                  ? baselineArm(user)
                  : new InProcessServing.Arm(agentBucket, pupil.policy());
      play(variant, arms, pupil::learn, pages, settings.seed());
      return pupil.greedy();
    }
  }

  /**
   * Mean gain per session over a = 1 when every user meets the policy: the same sessions with the
   * same luck for every policy.
   */
  public Estimate gain(Variant variant, Policy policy) {
    InProcessServing serving =
        serving(variant, user -> new InProcessServing.Arm(agentBucket, policy), page -> {}, 0);
    return InProcessFeed.gain(measured.again(neutral, serving), neutral);
  }

  private void play(
      Variant variant,
      Function<UserId, InProcessServing.Arm> arms,
      Consumer<Transition> learner,
      int pages,
      long seed) {
    InProcessServing serving = serving(variant, arms, learner, seed);
    feed.runWhile(serving, () -> serving.pages() < pages);
  }

  private InProcessServing serving(
      Variant variant,
      Function<UserId, InProcessServing.Arm> arms,
      Consumer<Transition> learner,
      long seed) {
    return new InProcessServing(
        variant, theta(), config.reward(), arms, learner, new SplittableRandom(seed));
  }

  private InProcessServing.Arm baselineArm(UserId user) {
    return new InProcessServing.Arm(BucketName.BASELINE, baseline);
  }

  private double theta() {
    return config.feed().theta()[0];
  }
}
