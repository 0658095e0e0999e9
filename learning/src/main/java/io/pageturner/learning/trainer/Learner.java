package io.pageturner.learning.trainer;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.ddpg.AdvantageDdpg;
import io.pageturner.learning.ddpg.ParameterCount;
import io.pageturner.learning.ddpg.PolicyContent;
import io.pageturner.learning.ddpg.UpdateFigures;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.Replay;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Lineage;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Weights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private static final int FORMAT = 2;

  /** More batches than this are never owed: a slow machine learns less, but does not fall back. */
  private static final int MOST_BATCHES_OWED = 64;

  private final FeatureConfig config;
  private final LearnerSettings settings;
  private final LearnerState.Identity identity;
  private final AdvantageDdpg agent;
  private final StateEncoding encoding;
  private final Replay replay;
  private final TransitionBatch batch;
  private final SplitMix64 random;
  private final Weights untrained;
  private final List<Transition> warmup = new ArrayList<>();
  private RunningFigures running;
  private Progress progress;

  /** A learner that has seen nothing. */
  public Learner(FeatureConfig config, ItemEmbeddings embeddings, LearnerSettings settings) {
    this.config = config;
    this.settings = settings;
    List<TrainedAgent> agents = settings.agents();
    List<String> names = agents.stream().map(TrainedAgent::name).toList();
    this.identity =
        new LearnerState.Identity(
            FORMAT,
            config.hash(),
            embeddings.version(),
            agents.stream().map(a -> a.name() + " on " + a.bucket()).toList(),
            settings.actions().toString());
    this.encoding = new StateEncoding(config, embeddings, settings.zScoreMemory());
    int actionSize = settings.actions().size();
    this.replay = new Replay(config, actionSize, settings.replayCapacity(), settings.sampling());
    this.batch =
        new TransitionBatch(config, embeddings, actionSize, names.size(), settings.batchSize());
    this.random = new SplitMix64(settings.seed());
    this.running = new RunningFigures(names.size());
    this.progress = new Progress(names.size());
    this.agent =
        new AdvantageDdpg(config, settings.actions(), names, settings.agent(), random.nextLong());
    this.untrained = agent.snapshot();
  }

  public LearnerSettings settings() {
    return settings;
  }

  public FeatureConfig config() {
    return config;
  }

  public ParameterCount parameterCount() {
    return agent.parameterCount();
  }

  /** Takes in one transition; one that cannot be learned from is counted and left out. */
  public void consume(Transition transition) {
    progress.see(transition);
    Optional<String> fault = fault(transition);
    if (fault.isPresent()) {
      skip(transition, fault.get());
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
    encoding.refresh(replay, agent.tables());
    warmup.forEach(this::remember);
    warmup.clear();
  }

  private void remember(Transition transition) {
    replay.add(encode(transition));
    int owner = agentOf(transition);
    if (owner != EncodedTransition.NO_AGENT) {
      progress.ownTransitions[owner]++;
    }
    long most = (long) MOST_BATCHES_OWED * settings.batchSize();
    progress.owedSamples = Math.min(most, progress.owedSamples + settings.samplesPerTransition());
  }

  private Optional<String> fault(Transition transition) {
    if (transition.action().size() != settings.actions().size()) {
      return Optional.of("action.size");
    }
    return Math.abs(transition.reward()) <= settings.rewardLimit()
        ? Optional.empty()
        : Optional.of("reward");
  }

  private void skip(Transition transition, String field) {
    long count = progress.skipped.merge(field, 1L, Long::sum);
    if (Long.bitCount(count) == 1) { // Not a line per transition.
      LOG.warn(
          "left out page {} because of its {} (reward {}, action {}), {} so far",
          transition.page(),
          field,
          transition.reward(),
          transition.action(),
          count);
    }
  }

  private EncodedTransition encode(Transition transition) {
    double[] unit = settings.actions().toUnit(transition.action());
    float[] action = new float[unit.length];
    for (int i = 0; i < unit.length; i++) {
      action[i] = (float) unit[i];
    }
    return new EncodedTransition(
        encoding.encode(transition.state()),
        action,
        (float) transition.reward(),
        transition.next().map(encoding::encode),
        agentOf(transition));
  }

  private int agentOf(Transition transition) {
    for (int k = 0; k < settings.agents().size(); k++) {
      if (settings.agents().get(k).bucket().equals(transition.bucket())) {
        return k;
      }
    }
    return EncodedTransition.NO_AGENT;
  }

  /** Whether {@link #update()} has something to do. */
  public boolean owesUpdate() {
    return progress.owedSamples >= settings.batchSize();
  }

  /** One update on a batch from the replay. */
  public UpdateFigures update() {
    progress.owedSamples -= settings.batchSize();
    replay.sample(random, batch);
    boolean heads = progress.pretrained || progress.transitions >= settings.headsFrom();
    UpdateFigures figures = heads ? agent.update(batch) : agent.updateValue(batch);
    replay.learned(batch);
    progress.updates++;
    running.add(figures);
    return figures;
  }

  /** Number of updates since scratch. */
  public long updates() {
    return progress.updates;
  }

  /**
   * Pre-trains the state network and V on the baseline's logged traffic (SPEC 2.3); before the
   * first {@link #consume}.
   */
  public PretrainingReport pretrain(List<Transition> logged, PretrainingSettings how) {
    if (progress.transitions > 0) {
      throw new IllegalStateException(
          "pre-training comes before the first transition, " + progress.transitions + " were seen");
    }
    PretrainingData data = PretrainingData.of(logged, settings.agent().gamma(), how.split());
    data.training().forEach(visit -> encoding.observe(visit.transition()));
    encoding.refresh(replay, agent.tables());
    PretrainingReport report =
        new Pretraining(config, encoding, agent, batch, random, how)
            .run(data, settings.actions().size(), this::encode);
    progress.ready = true;
    progress.pretrained = true;
    return report;
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
    List<Candidate> candidates = new ArrayList<>();
    for (int k = 0; k < settings.agents().size(); k++) {
      candidates.add(candidate(k, now, codeVersion));
    }
    if (progress.ready) {
      encoding.refresh(replay, agent.tables());
    }
    return candidates;
  }

  private Candidate candidate(int k, Instant now, String codeVersion) {
    Weights weights = agent.policyWeights(k);
    NotFiniteException.requireFinite(weights);
    PolicySpec spec =
        new PolicySpec(
            AdvantageDdpg.NAME,
            settings.actions(),
            settings.exploration().after(progress.ownTransitions[k]));
    Lineage lineage =
        new Lineage(
            now,
            codeVersion,
            progress.parent(k),
            progress.firstEvent().orElse(now),
            progress.newestEvent().orElse(now),
            progress.transitions,
            settings.seed(),
            config.hash(),
            identity.itemEmbeddings(),
            metrics(k));
    return new Candidate(
        settings.agents().get(k).bundle(),
        lineage,
        new PolicyContent(config, encoding.preprocessing(), spec, weights));
  }

  private SortedMap<String, Double> metrics(int k) {
    TrainingFigures figures = figures();
    TrainingFigures.Agent own = figures.agents().get(k);
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("updates", (double) figures.updates());
    metrics.put("loss_v", figures.valueLoss());
    metrics.put("mean_v", figures.meanValue());
    metrics.put("mean_abs_v", figures.meanAbsoluteValue());
    metrics.put("baseline_q", figures.otherQ());
    metrics.put("loss_a", own.advantageLoss());
    metrics.put("loss_actor", own.actorLoss());
    metrics.put("mean_a", own.meanAdvantage());
    metrics.put("mean_abs_a", own.meanAbsoluteAdvantage());
    metrics.put("mean_q", own.meanQ());
    metrics.put("action_mean", own.actionMean());
    metrics.put("action_sd", own.actionDeviation());
    metrics.put("clip_share", own.clipShare());
    metrics.put("sigma", own.sigma());
    return metrics;
  }

  /** Tells which version the agent's last candidate became: the parent of the next. */
  public void published(int agentIndex, ModelVersion version) {
    progress.published[agentIndex] = version.number();
  }

  /** Whether the agent has ever published. */
  public boolean hasPublished(int agentIndex) {
    return progress.published[agentIndex] != ModelVersion.NONE.number();
  }

  /** The figures of SPEC 2.8 as they are now. */
  public TrainingFigures figures() {
    List<TrainingFigures.Agent> own = new ArrayList<>();
    for (int k = 0; k < settings.agents().size(); k++) {
      double sigma = settings.exploration().after(progress.ownTransitions[k]).sigma();
      String name = settings.agents().get(k).name();
      own.add(running.agent(k, name, progress.ownTransitions[k], sigma));
    }
    return new TrainingFigures(
        progress.transitions,
        progress.skipped,
        replay.size(),
        progress.updates,
        0,
        progress.newestEvent(),
        running.valueLoss(),
        running.value(),
        running.absoluteValue(),
        running.otherValue(),
        own);
  }

  /** Whether there is something to keep: before the warm-up's end a restart reads it again. */
  boolean ready() {
    return progress.ready;
  }

  /** Parameters and optimisers, at this moment. */
  Weights parameters() {
    return agent.snapshot();
  }

  LearnerState state(Map<Integer, Long> position) {
    return progress.toState(
        identity,
        position,
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
   * Continues from the parts of a checkpoint; what was learned here before is forgotten.
   *
   * <p>With a newer version of the item embeddings the parameters go on and the replay starts
   * empty: it holds rows of the version before.
   */
  void restore(
      String origin,
      LearnerState state,
      Weights parameters,
      DataInput replayBytes,
      DataInput idBytes)
      throws IOException {
    identity.requireFits(origin, state.identity());
    agent.restore(parameters);
    encoding.restore(state.preprocessing(), state.memory(), idBytes);
    random.restore(state.random());
    progress = Progress.of(state);
    if (identity.itemEmbeddings().equals(state.identity().itemEmbeddings())) {
      replay.read(replayBytes);
    } else {
      LOG.info("the item embeddings are newer than {}: its replay is left out", origin);
      replay.clear();
      progress.owedSamples = 0;
    }
    running = new RunningFigures(settings.agents().size());
    warmup.clear();
  }

  /** Forgets everything learned, as if new. */
  void reset() {
    agent.restore(untrained);
    replay.clear();
    encoding.reset();
    progress = new Progress(settings.agents().size());
    running = new RunningFigures(settings.agents().size());
    warmup.clear();
  }

  /** Draws other batches from now on than a learner restored from the same checkpoint would. */
  void reseed(long salt) {
    random.restore(random.state() ^ salt * 0x9e3779b97f4a7c15L);
  }

  @Override
  public void close() {
    agent.close();
  }
}
