package io.pageturner.learning.ranking;

import static io.pageturner.learning.ranking.RankingObjective.CLICK;
import static io.pageturner.learning.ranking.RankingObjective.ORDER;

import io.pageturner.domain.PageId;
import io.pageturner.domain.Sample;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.features.CandidateEncoder;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingLearner;
import io.pageturner.lifecycle.BundleContent;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The click and the order model: two isomorphic Wide &amp; Deep models, learned from a stream of
 * point-wise samples (SPEC 3.1).
 *
 * <p>Used by one thread at a time; closed by its owner, which frees the native memory.
 */
public final class RankingModels implements AutoCloseable {
  /** The models' name in the bundle store. */
  public static final String BUNDLE = "ranker";

  private final FeatureConfig config;
  private final ItemEmbeddings embeddings;
  private final RankingSettings settings;
  private final NegativeSampling sampling;
  private final RankerShape shape;
  private final RankerGraph graph;
  private final PreprocessingLearner learner;
  private long rounds;
  private Preprocessing preprocessing = Preprocessing.EMPTY;
  private Encoder encoder;

  /**
   * Untrained models.
   *
   * @param embeddings of the items; looked up here, never trained here
   */
  public RankingModels(FeatureConfig config, ItemEmbeddings embeddings, RankingSettings settings) {
    this.config = config;
    this.embeddings = embeddings;
    this.settings = settings;
    this.sampling = new NegativeSampling(settings.negativeRate());
    this.encoder = new Encoder(config, preprocessing, embeddings);
    this.shape = RankerShape.of(config, settings.hidden());
    this.learner = new PreprocessingLearner(config, settings.zScoreMemory());
    this.graph = new RankerGraph(shape, settings);
  }

  /** Learns from new samples of the stream, in one pass. */
  public RankingLosses update(List<Sample> samples) {
    return train(samples, 1);
  }

  /**
   * As {@link #update(List)}, and learns from samples that late feedback has answered after they
   * were learned from as negative ones.
   *
   * <p>Each now counts once more, as a positive one, and its negative is not taken back. With a
   * share ρ of the positives late, the odds of what is learned are p / (1 − p + ρp), so that
   *
   * <pre>  p' = p / (1 + ρp)</pre>
   *
   * is learned (Ktena et al., "Addressing delayed feedback for continuous training with neural
   * networks in CTR prediction", RecSys 2019, section 4.3, where ρ = 1); without it (1 − ρ)·p.
   *
   * @param answered by the objective that they are positive ones of now
   */
  RankingLosses update(List<Sample> samples, Map<RankingObjective, List<Sample>> answered) {
    return train(samples, answered, 1);
  }

  /**
   * Learns from samples in several passes; the pre-processing parameters see them once.
   *
   * @return the losses of the last pass
   */
  public RankingLosses train(List<Sample> samples, int passes) {
    return train(samples, Map.of(), passes);
  }

  private RankingLosses train(
      List<Sample> samples, Map<RankingObjective, List<Sample>> answered, int passes) {
    if (passes < 1) {
      throw new IllegalArgumentException("passes must be 1 or more, was " + passes);
    }
    preprocessing = observe(samples);
    encoder = new Encoder(config, preprocessing, embeddings);
    List<EncodedCandidate> encoded = encoded(samples);
    List<EncodedCandidate> clicked = encoded(answered.getOrDefault(CLICK, List.of()));
    List<EncodedCandidate> ordered = encoded(answered.getOrDefault(ORDER, List.of()));
    // A restored model draws as the one that was saved would have.
    Random random = new Random(settings.seed() + 31 * rounds++);
    RankingLosses losses = new RankingLosses(Double.NaN, Double.NaN);
    for (int pass = 0; pass < passes; pass++) {
      losses =
          new RankingLosses(
              pass(CLICK, samples, encoded, clicked, random),
              pass(ORDER, samples, encoded, ordered, random));
    }
    return losses;
  }

  /**
   * Takes the noise of the last steps out of the output biases: on these samples each model's
   * probabilities then add up to the number of positives. For many samples, learned from before.
   */
  public void recalibrate(List<Sample> samples) {
    List<ScoredSample> scored = score(samples);
    for (RankingObjective objective : RankingObjective.values()) {
      graph.shift(objective, Intercept.shift(RankingReport.predictions(objective, scored)));
    }
  }

  private Preprocessing observe(List<Sample> samples) {
    Set<PageId> pages = new HashSet<>();
    for (Sample sample : samples) {
      if (pages.add(sample.decision().page())) {
        learner.observe(sample.decision().state(), sample.decision().time());
      }
      learner.observe(sample.shown(), sample.decision().time());
    }
    return learner.snapshot();
  }

  /** The page's part is encoded once for neighbouring samples of one page. */
  private List<EncodedCandidate> encoded(List<Sample> samples) {
    List<EncodedCandidate> encoded = new ArrayList<>(samples.size());
    PageId page = null;
    CandidateEncoder candidates = null;
    for (Sample sample : samples) {
      if (candidates == null || !sample.decision().page().equals(page)) {
        page = sample.decision().page();
        candidates = encoder.candidates(sample.decision().state());
      }
      encoded.add(encode(candidates, sample.shown()));
    }
    return encoded;
  }

  private static EncodedCandidate encode(CandidateEncoder candidates, ShownItem shown) {
    return candidates.encode(shown.item(), shown.dense(), shown.ids());
  }

  private double pass(
      RankingObjective objective,
      List<Sample> samples,
      List<EncodedCandidate> encoded,
      List<EncodedCandidate> answered,
      Random random) {
    List<Example> kept = kept(objective, samples, encoded, random);
    answered.forEach(candidate -> kept.add(new Example(candidate, true)));
    Collections.shuffle(kept, random);
    double sum = 0;
    for (int from = 0; from < kept.size(); from += settings.batchSize()) {
      List<Example> batch = kept.subList(from, Math.min(kept.size(), from + settings.batchSize()));
      float[] labels = new float[batch.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = batch.get(i).positive() ? 1 : 0;
      }
      List<EncodedCandidate> candidates = batch.stream().map(Example::candidate).toList();
      sum += labels.length * (double) graph.step(objective, batch(candidates), labels);
    }
    return sum / kept.size();
  }

  /** What one model is trained on. */
  private record Example(EncodedCandidate candidate, boolean positive) {}

  private List<Example> kept(
      RankingObjective objective,
      List<Sample> samples,
      List<EncodedCandidate> encoded,
      Random random) {
    List<Example> kept = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      boolean positive = objective.positive(samples.get(i));
      if (sampling.keeps(positive, random)) {
        kept.add(new Example(encoded.get(i), positive));
      }
    }
    return kept;
  }

  private RankerBatch batch(List<EncodedCandidate> candidates) {
    return RankerBatch.of(shape, embeddings, candidates);
  }

  RankingSettings settings() {
    return settings;
  }

  FeatureConfig config() {
    return config;
  }

  /** The encoder of the last samples learned from: what the weights belong to. */
  public Encoder encoder() {
    return encoder;
  }

  /** The probabilities of a page's candidates, in their order. */
  public List<RankingScores> score(State state, List<ShownItem> candidates) {
    CandidateEncoder page = encoder.candidates(state);
    return scoreEncoded(candidates.stream().map(shown -> encode(page, shown)).toList());
  }

  /** The probabilities of samples, with the features as they were logged. */
  public List<ScoredSample> score(List<Sample> samples) {
    List<ScoredSample> scored = new ArrayList<>(samples.size());
    for (int from = 0; from < samples.size(); from += settings.batchSize()) {
      List<Sample> some =
          samples.subList(from, Math.min(samples.size(), from + settings.batchSize()));
      List<RankingScores> scores = scoreEncoded(encoded(some));
      for (int i = 0; i < some.size(); i++) {
        scored.add(new ScoredSample(some.get(i), scores.get(i)));
      }
    }
    return scored;
  }

  private List<RankingScores> scoreEncoded(List<EncodedCandidate> candidates) {
    Map<RankingObjective, float[]> logits = graph.logits(batch(candidates));
    List<RankingScores> scores = new ArrayList<>(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      scores.add(
          new RankingScores(
              sampling.probability(logits.get(CLICK)[i]),
              sampling.probability(logits.get(ORDER)[i])));
    }
    return scores;
  }

  /** How the models do on samples that they have not learned from. */
  public RankingReport evaluate(List<Sample> heldOut) {
    return RankingReport.of(score(heldOut));
  }

  /**
   * The weights as they are served: those of this package's documentation, the output biases
   * corrected for the negatives that were left out.
   */
  public Weights weights() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(graph.weights().asMap());
    for (RankingObjective objective : RankingObjective.values()) {
      String name = objective.prefix() + RankerShape.OUT_BIAS;
      float bias = tensors.get(name).value(0);
      tensors.put(
          name, new Tensor(new int[] {1}, new float[] {(float) (bias + sampling.logitShift())}));
    }
    return Weights.of(tensors);
  }

  /** The bundle of the models as they are now; later training does not change it. */
  public BundleContent export() {
    return new RankerBundle(config, preprocessing, shape, weights());
  }

  /**
   * Everything that learning on needs: parameters, optimisers, pre-processing.
   *
   * @param parameters weights and optimisers' memory
   * @param preprocessing memory of the pre-processing parameters
   * @param rounds number of calls of {@link #train} so far
   */
  public record Checkpoint(
      Weights parameters, PreprocessingLearner.Memory preprocessing, long rounds) {}

  /** The models as they are now, to learn on from. */
  public Checkpoint checkpoint() {
    return new Checkpoint(graph.everything(), learner.memory(), rounds);
  }

  /**
   * Continues where a checkpoint was taken; what was learned here before is forgotten.
   *
   * @throws IllegalArgumentException that names what is missing or of another size, when the
   *     checkpoint is of another configuration; then nothing is changed
   */
  public void restore(Checkpoint checkpoint) {
    graph.restore(checkpoint.parameters());
    learner.restore(checkpoint.preprocessing());
    preprocessing = learner.snapshot();
    encoder = new Encoder(config, preprocessing, embeddings);
    rounds = checkpoint.rounds();
  }

  @Override
  public void close() {
    graph.close();
  }
}
