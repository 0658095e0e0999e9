package io.pageturner.serving.model;

import io.pageturner.features.Cross;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of one objective's Wide &amp; Deep model in plain Java (SPEC 3.1; H.-T. Cheng et
 * al., DLRS 2016): p = σ(deep + wide), where
 *
 * <pre>
 *   x₀   = [item embedding, dense, id embeddings]     x_k+1 = ReLU(x_k · hidden_k + bias)
 *   deep = x_last · out + bias
 *   wide = wide_dense · dense + Σ_j wide_j[row_j] + Σ_c wide_c[row_c]      c: crosses of ids
 * </pre>
 *
 * <p>Immutable, safe for many threads. The weights' names and shapes are those that learning's
 * ranking models write; the hidden layers are as many as there are weights for.
 */
public final class RankerNetwork {
  private static final String CANDIDATE = "candidate.";

  private final int itemDimension;
  private final List<Table> tables = new ArrayList<>();
  private final List<Layer> hidden = new ArrayList<>();
  private final Layer out;
  private final float[] wideDense; // [n]
  private final List<Crossed> crosses = new ArrayList<>();
  private final int inputs;

  /**
   * One id feature's weights.
   *
   * @param embedding [rows, dimension]
   * @param wide [rows]
   */
  private record Table(int dimension, float[] embedding, float[] wide) {}

  /**
   * One cross's weights.
   *
   * @param wide [rows]
   */
  private record Crossed(Cross cross, float[] wide) {}

  /**
   * @param objective prefix of the weights' names, such as {@code click}
   * @throws IllegalArgumentException when a tensor is missing or has another shape than the
   *     configuration asks for; names the tensor and both shapes
   */
  public RankerNetwork(FeatureConfig config, Weights weights, String objective) {
    CheckedWeights checked = new CheckedWeights(weights);
    this.itemDimension = config.sequenceDimension();
    for (Feature.Embedded feature : config.pageEmbedded()) {
      tables.add(table(checked, objective, feature.name(), feature));
    }
    for (Feature.Embedded feature : config.candidateEmbedded()) {
      tables.add(table(checked, objective, CANDIDATE + feature.name(), feature));
    }
    int dense = config.pageNumeric().size() + config.candidateNumeric().size();
    this.inputs = itemDimension + dense + tables.stream().mapToInt(Table::dimension).sum();
    int size = inputs;
    String layer = objective + "_hidden_";
    for (int k = 0; weights.contains(layer + k + "_kernel"); k++) {
      int next = weights.tensor(layer + k + "_bias").size();
      hidden.add(Layer.of(checked, layer + k, size, next));
      size = next;
    }
    this.out = Layer.of(checked, objective + "_out", size, 1);
    this.wideDense = checked.read(objective + "_wide_dense", dense);
    for (Cross cross : config.crosses()) {
      String name = objective + "_wide_cross." + cross.name();
      crosses.add(new Crossed(cross, checked.read(name, cross.rows())));
    }
  }

  private static Table table(
      CheckedWeights weights, String objective, String name, Feature.Embedded feature) {
    return new Table(
        feature.dimension(),
        weights.read(objective + "_embedding_" + name, feature.rows(), feature.dimension()),
        weights.read(objective + "_wide_" + name, feature.rows()));
  }

  /** The probability that the objective is reached with this candidate. */
  public double score(EncodedCandidate candidate, ItemEmbeddings embeddings) {
    float[] x = input(candidate, embeddings); // [in]
    for (Layer layer : hidden) {
      x = layer.applyRelu(x);
    }
    double logit = out.apply(x)[0] + wide(candidate);
    return 1 / (1 + Math.exp(-logit));
  }

  private float[] input(EncodedCandidate candidate, ItemEmbeddings embeddings) {
    float[] x = new float[inputs];
    embeddings.copy(candidate.item(), x, 0);
    int at = itemDimension;
    System.arraycopy(candidate.dense(), 0, x, at, candidate.dense().length);
    at += candidate.dense().length;
    for (int j = 0; j < tables.size(); j++) {
      Table table = tables.get(j);
      int row = candidate.ids()[j];
      System.arraycopy(table.embedding(), row * table.dimension(), x, at, table.dimension());
      at += table.dimension();
    }
    return x;
  }

  private float wide(EncodedCandidate candidate) {
    float sum = 0;
    for (int i = 0; i < wideDense.length; i++) {
      sum += wideDense[i] * candidate.dense()[i];
    }
    for (int j = 0; j < tables.size(); j++) {
      sum += tables.get(j).wide()[candidate.ids()[j]];
    }
    for (Crossed crossed : crosses) {
      sum += crossed.wide()[crossed.cross().row(candidate.ids())];
    }
    return sum;
  }
}
