package io.pageturner.learning.trainer;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.feed.ParameterCount;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.feed.PolicyLearner;
import io.pageturner.learning.feed.UpdateFigures;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.Replay;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.lifecycle.Weights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is learned from the stream of transitions: agents, replay, pre-processing.
 *
 * <p>Deterministic: the same transitions and calls give the same parameters, also across {@link
 * Checkpoints}. Used by one thread; closing it frees its native memory.
 */
public final class Learner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Learner.class);
  private static final int FORMAT = 6;

  /** More batches than this are never owed: a slow machine learns less, but does not fall back. */
  private static final int MOST_BATCHES_OWED = 64;

  private final FeatureConfig config;
  private final ItemEmbeddings embeddings;
  private final LearnerSettings settings;
  private final LearnerState.Identity identity;
  private final Replicas replicas;
  private final StateEncoding encoding;
  private final TransitionIntake intake;
  private final CandidateMaker candidates;
  private final Replay replay;
  private final TransitionBatch batch;
  private final SplitMix64 random;
  private final List<Transition> warmup = new ArrayList<>();
  private Progress progress;

  /** A learner that has seen nothing. */
  public Learner(FeatureConfig config, ItemEmbeddings embeddings, LearnerSettings settings) {
    this.config = config;
    this.embeddings = embeddings;
    this.settings = settings;
    List<TrainedAgent> agents = settings.agents();
    this.identity =
        new LearnerState.Identity(
            FORMAT,
            config.hash(),
            embeddings.version(),
            settings.algorithm().label(),
            settings.replicas(),
            agents.stream().map(a -> a.name() + " on " + a.bucket()).toList(),
            settings.actions().toString(),
            settings.agent().rewardScale());
    this.encoding = new StateEncoding(config, embeddings, settings.zScoreMemory());
    this.intake = new TransitionIntake(settings, encoding);
    this.candidates = new CandidateMaker(config, settings, embeddings.version());
    int actionSize = settings.actions().size();
    this.replay = new Replay(config, actionSize, settings.capacity(), settings.sampling());
    this.batch =
        new TransitionBatch(config, embeddings, actionSize, agents.size(), settings.batchSize());
    this.random = new SplitMix64(settings.seed());
    this.progress = new Progress(agents.size());
    this.replicas = new Replicas(config, embeddings, settings, random);
  }

  /** One that has seen nothing, with other agents and the same of everything else. */
  Learner with(List<TrainedAgent> agents) {
    return new Learner(config, embeddings, settings.withAgents(agents));
  }

  public LearnerSettings settings() {
    return settings;
  }

  public FeatureConfig config() {
    return config;
  }

  /** How many parameters one replica learns, for people; of the default against plain DDPG's. */
  String size() {
    return settings.algorithm() == Algorithm.ADVANTAGE_DDPG
        ? parameterCount().toString()
        : String.format(Locale.ROOT, "%,d parameters", replicas.members().get(0).size());
  }

  /** How many parameters advantage DDPG learns here, against plain DDPG with the same nets. */
  public ParameterCount parameterCount() {
    return ParameterCount.of(config, settings.actions().size(), settings.agents().size());
  }

  /** Takes in one transition; one that cannot be learned from is counted and left out. */
  public void consume(Transition transition) {
    progress.see(transition);
    if (!intake.accepts(transition, progress.skipped)) {
      return;
    }
    encoding.observe(transition);
    if (progress.ready) {
      remember(transition);
    } else {
      warmup.add(transition);
      if (warmup.size() >= settings.warmupTransitions()) {
        begin();
      }
    }
  }

  /** From here on states are encoded: the z-scores have seen enough. */
  private void begin() {
    progress.ready = true;
    refresh();
    warmup.forEach(this::remember);
    warmup.clear();
  }

  private void refresh() {
    replicas.judge();
    encoding.refresh(replay, replicas.tables());
  }

  private void remember(Transition transition) {
    EncodedTransition encoded = intake.encode(transition);
    replay.add(encoded);
    if (encoded.agent() != EncodedTransition.NO_AGENT) {
      progress.ownTransitions[encoded.agent()]++;
      replicas.see(encoded);
    }
    long most = (long) MOST_BATCHES_OWED * settings.batchSize();
    progress.owedSamples = Math.min(most, progress.owedSamples + settings.samplesPerTransition());
  }

  /** Whether {@link #update()} has something to do. */
  public boolean owesUpdate() {
    return progress.owedSamples >= settings.batchSize();
  }

  /**
   * One update of each replica on the same batch from the replay.
   *
   * @return what each saw
   */
  public List<UpdateFigures> update() {
    progress.owedSamples -= settings.batchSize();
    replay.sample(random, batch);
    for (int k = 0; k < settings.agents().size(); k++) {
      batch.explore(k, exploration(k).sigma());
    }
    boolean heads = progress.pretrained || progress.transitions >= settings.headsFrom();
    List<UpdateFigures> figures = replicas.update(batch, heads);
    replay.learned(batch);
    progress.updates++;
    return figures;
  }

  /** With which an agent's next version will vary its actions. */
  private Exploration exploration(int agent) {
    return settings.agents().get(agent).exploration().after(progress.ownTransitions[agent]);
  }

  /** Number of updates since scratch. */
  public long updates() {
    return progress.updates;
  }

  /**
   * Pre-trains the state network and V on the baseline's logged traffic (SPEC 2.3); before the
   * first {@link #consume}. What cannot be learned from is counted and left out as there.
   *
   * @return what came of it, for the first replica
   */
  public PretrainingReport pretrain(List<Transition> logged, PretrainingSettings how) {
    if (progress.transitions > 0) {
      throw new IllegalStateException(
          "pre-training comes before the first transition, " + progress.transitions + " were seen");
    }
    PretrainingData data =
        PretrainingData.of(
            logged,
            settings.agent().gamma(),
            how.split(),
            transition -> intake.accepts(transition, progress.skipped));
    data.training().forEach(visit -> encoding.observe(visit.transition()));
    refresh();
    List<PretrainingReport> reports = new ArrayList<>();
    for (PolicyLearner replica : replicas.members()) {
      reports.add(
          new Pretraining(config, encoding, replica, batch, random, how)
              .run(data, settings.actions().size(), intake::encode));
    }
    progress.ready = true;
    progress.pretrained = true;
    return reports.get(0);
  }

  /**
   * What every agent would publish now, all of one moment; the pre-processing then takes up what it
   * learned since.
   *
   * @param now when they are made
   * @param codeVersion version of this code
   * @throws NotFiniteException when a weight is not a finite number
   */
  public List<Candidate> candidates(Instant now, String codeVersion) {
    replicas.judge();
    TrainingFigures figures = figures();
    List<Candidate> made = new ArrayList<>();
    for (int k = 0; k < settings.agents().size(); k++) {
      Weights weights = replicas.policyWeights(k);
      progress.offeredReplica[k] = replicas.best(k);
      made.add(
          candidates.make(
              k, weights, encoding.preprocessing(), progress, figures, now, codeVersion));
    }
    if (progress.ready) {
      refresh();
    }
    return made;
  }

  /** The policy of an agent in every replica, that which it would publish among them. */
  public List<PolicyContent> replicaPolicies(int agentIndex) {
    List<PolicyContent> policies = new ArrayList<>();
    for (PolicyLearner replica : replicas.members()) {
      Weights weights = replica.policyWeights(agentIndex);
      policies.add(candidates.content(agentIndex, weights, encoding.preprocessing(), progress));
    }
    return policies;
  }

  /** Tells which version the agent's last candidate became: the parent of the next. */
  public void published(int agentIndex, ModelVersion version) {
    progress.published[agentIndex] = version.number();
    progress.publishedReplica[agentIndex] = progress.offeredReplica[agentIndex];
  }

  /** Whether the agent has ever published. */
  public boolean hasPublished(int agentIndex) {
    return progress.published[agentIndex] != ModelVersion.NONE.number();
  }

  /** The figures of SPEC 2.8 as they are now. */
  public TrainingFigures figures() {
    List<TrainingFigures.Agent> own = new ArrayList<>();
    for (int k = 0; k < settings.agents().size(); k++) {
      TrainedAgent agent = settings.agents().get(k);
      long transitions = progress.ownTransitions[k];
      double sigma = exploration(k).sigma();
      own.add(
          replicas
              .figures(k)
              .agent(k, agent.name(), transitions, sigma, replicas.best(k), replicas.gain(k)));
    }
    RunningFigures ofValue = replicas.figures(0);
    return new TrainingFigures(
        progress.transitions,
        progress.skipped,
        replay.size(),
        progress.updates,
        0,
        progress.newestEvent(),
        ofValue.valueLoss(),
        ofValue.value(),
        ofValue.absoluteValue(),
        ofValue.otherValue(),
        own);
  }

  /** Whether there is something to keep: before the warm-up's end a restart reads it again. */
  boolean ready() {
    return progress.ready;
  }

  /** Parameters and optimisers of each replica, at this moment. */
  List<Weights> parameters() {
    return replicas.snapshot();
  }

  LearnerState state(Map<Integer, Long> position) {
    List<LearnerState.Agent> agents = new ArrayList<>();
    for (int k = 0; k < settings.agents().size(); k++) {
      agents.add(
          new LearnerState.Agent(
              settings.agents().get(k).name(),
              progress.ownTransitions[k],
              progress.published[k],
              progress.publishedReplica[k],
              replicas.scores(k)));
    }
    return progress.toState(
        identity,
        position,
        agents,
        random.state(),
        encoding.preprocessingWithoutGrowing(),
        encoding.memory());
  }

  void writeReplay(DataOutput out) throws IOException {
    replay.write(out);
  }

  void writeIds(DataOutput out) throws IOException {
    encoding.writeIds(out);
  }

  /**
   * Continues from the parts of a checkpoint; what was learned here before is forgotten. An agent
   * that the checkpoint lacks begins, and changes nothing of the others.
   *
   * <p>With a newer version of the item embeddings the parameters go on and the replay starts
   * empty: it holds rows of the version before.
   */
  void restore(
      String origin,
      LearnerState state,
      List<Weights> parameters,
      DataInput replayBytes,
      DataInput idBytes)
      throws IOException {
    identity.requireFits(origin, state.identity());
    Map<String, ReplicaScores.Saved> scores = new HashMap<>();
    state.agents().forEach(agent -> scores.put(agent.name(), agent.scores()));
    replicas.restore(parameters, scores);
    encoding.restore(state.preprocessing(), state.memory(), idBytes);
    random.restore(state.random());
    List<String> names = settings.agents().stream().map(TrainedAgent::name).toList();
    progress = Progress.of(state, names);
    if (identity.itemEmbeddings().equals(state.identity().itemEmbeddings())) {
      replay.read(replayBytes);
      replay.reassign(
          state.agents().stream().mapToInt(agent -> names.indexOf(agent.name())).toArray());
    } else {
      LOG.info("the item embeddings are newer than {}: its replay is left out", origin);
      replay.clear();
      progress.owedSamples = 0;
    }
    warmup.clear();
  }

  /** Forgets everything learned, as if new. */
  void reset() {
    replicas.reset();
    replay.clear();
    encoding.reset();
    progress = new Progress(settings.agents().size());
    warmup.clear();
  }

  /** Draws other batches from now on than a learner restored from the same checkpoint would. */
  void reseed(long salt) {
    random.restore(random.state() ^ salt * 0x9e3779b97f4a7c15L);
  }

  @Override
  public void close() {
    replicas.close();
  }
}
