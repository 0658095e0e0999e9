package io.pageturner.learning.embedding;

import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Learns item embeddings from sessions by skip-gram with negative sampling (SPEC 3.2).
 *
 * <p>Mikolov et al., "Distributed representations of words and phrases and their compositionality",
 * 2013: for each item acted on (v_c) and each item near it in the session (u_o), against k noise
 * items drawn from the item frequencies to the power of 3/4, it maximises (eq. 4)
 *
 * <pre>  ln σ(u_o·v_c) + Σ_k ln σ(−u_k·v_c)</pre>
 *
 * <p>An item's embedding is v + u (Levy, Goldberg, Dagan 2015, section 3.3): v alone brings items
 * of like contexts together, the sum also items that stand beside each other, and most sessions are
 * too short for the first to show (docs/item-embeddings.md has the figures). It is brought to
 * length 1: the length tells mostly how long the sessions were that the item was seen in, and what
 * learned from it on the same sessions would fail on others.
 *
 * <p>As in the authors' program the window's size is drawn anew for each item, from 1 to c.
 * Departures from it: mini-batches and AdaGrad in place of single steps of a falling size; an item
 * is never its own context or noise for itself as a context; frequent items are not thinned out.
 * Equal sessions and settings give equal embeddings.
 */
public final class SkipGram {
  /** About the length of v and of u after training: shorter ones would be moved far by a step. */
  private static final float START_LENGTH = 2;

  private final SkipGramSettings settings;
  private final Vocabulary vocabulary;
  private final List<int[]> sessions;
  private final Random random;
  private final PairBatch batch;

  /**
   * What was learned.
   *
   * @param embeddings one vector [d] per item that occurs {@code minCount} times or more
   * @param counts how often the sessions name each of these items
   * @param losses mean loss per pair of each epoch; NaN when the sessions have no pair
   */
  public record Result(
      ItemEmbeddings embeddings, Map<ItemId, Integer> counts, List<Double> losses) {
    public Result {
      counts = Map.copyOf(counts);
      losses = List.copyOf(losses);
    }
  }

  private SkipGram(List<List<ItemId>> sessions, SkipGramSettings settings) {
    this.settings = settings;
    this.vocabulary = Vocabulary.of(sessions, settings.minCount());
    this.sessions = new ArrayList<>(sessions.stream().map(vocabulary::encode).toList());
    this.random = new Random(settings.seed());
    this.batch = new PairBatch(settings.batchSize(), settings.negatives());
  }

  /**
   * Learns from sessions, from scratch.
   *
   * @param sessions of each the items acted on, in order
   */
  public static Result train(List<List<ItemId>> sessions, SkipGramSettings settings) {
    return train(sessions, settings, ItemEmbeddings.none(settings.dimension()));
  }

  /**
   * Learns from sessions, starting at earlier embeddings: their items stay near their place, so
   * that a network trained with them goes on from there, and new items find theirs among them.
   *
   * @param sessions of each the items acted on, in order
   * @param before of the same dimension; its items that the sessions do not name are left out
   */
  public static Result train(
      List<List<ItemId>> sessions, SkipGramSettings settings, ItemEmbeddings before) {
    SkipGram training = new SkipGram(sessions, settings);
    if (training.vocabulary.size() < 2) {
      // One item alone has no context and no noise.
      return new Result(ItemEmbeddings.none(settings.dimension()), Map.of(), List.of());
    }
    return training.run(before);
  }

  private Result run(ItemEmbeddings before) {
    try (SkipGramGraph graph = new SkipGramGraph(vocabulary.size(), settings, random)) {
      if (before.size() > 0) {
        startAt(before, graph);
      }
      List<Double> losses = new ArrayList<>();
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        losses.add(epoch(graph));
      }
      return new Result(embeddings(graph.embeddings()), vocabulary.counts(), losses);
    }
  }

  private void startAt(ItemEmbeddings before, SkipGramGraph graph) {
    int d = settings.dimension();
    Map<String, float[]> tables = graph.read();
    float[] vector = new float[d];
    for (int i = 0; i < vocabulary.size(); i++) {
      int row = before.row(vocabulary.item(i));
      if (row != ItemEmbeddings.UNKNOWN_ROW) {
        before.copy(row, vector, 0);
        scale(vector, START_LENGTH); // The sum of both tables is the embedding.
        System.arraycopy(vector, 0, tables.get(SkipGramGraph.INPUT), i * d, d);
        System.arraycopy(vector, 0, tables.get(SkipGramGraph.OUTPUT), i * d, d);
      }
    }
    graph.write(
        Map.of(
            SkipGramGraph.INPUT, tables.get(SkipGramGraph.INPUT),
            SkipGramGraph.OUTPUT, tables.get(SkipGramGraph.OUTPUT)));
  }

  private double epoch(SkipGramGraph graph) {
    MeanLoss loss = new MeanLoss(graph);
    Collections.shuffle(sessions, random);
    for (int[] session : sessions) {
      for (int position = 0; position < session.length; position++) {
        addPairs(session, position, loss);
      }
    }
    loss.step();
    return loss.mean();
  }

  private void addPairs(int[] session, int position, MeanLoss loss) {
    int reach = 1 + random.nextInt(settings.window());
    int last = Math.min(session.length - 1, position + reach);
    for (int other = Math.max(0, position - reach); other <= last; other++) {
      if (session[other] != session[position]) {
        addPair(session[position], session[other]);
        if (batch.isFull()) {
          loss.step();
        }
      }
    }
  }

  private void addPair(int center, int context) {
    batch.add(center, context);
    for (int k = 0; k < settings.negatives(); k++) {
      batch.noise(k, vocabulary.noise(random, context));
    }
  }

  private ItemEmbeddings embeddings(float[] vectors) {
    int d = settings.dimension();
    Map<ItemId, float[]> byItem = new LinkedHashMap<>();
    for (int i = 0; i < vocabulary.size(); i++) {
      float[] vector = Arrays.copyOfRange(vectors, i * d, (i + 1) * d);
      scale(vector, 1);
      byItem.put(vocabulary.item(i), vector);
    }
    return ItemEmbeddings.of(d, byItem);
  }

  /** Brings a vector to a length; zero stays zero. */
  private static void scale(float[] vector, float length) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    for (int k = 0; squares > 0 && k < vector.length; k++) {
      vector[k] *= (float) (length / Math.sqrt(squares));
    }
  }

  /** Runs steps and sums up their losses. */
  private final class MeanLoss {
    private final SkipGramGraph graph;
    private double sum;
    private long pairs;

    MeanLoss(SkipGramGraph graph) {
      this.graph = graph;
    }

    void step() {
      if (batch.size() > 0) {
        sum += (double) graph.step(batch) * batch.size();
        pairs += batch.size();
        batch.clear();
      }
    }

    double mean() {
      return sum / pairs;
    }
  }
}
