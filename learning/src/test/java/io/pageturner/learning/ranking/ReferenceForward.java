package io.pageturner.learning.ranking;

import io.pageturner.features.Cross;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.List;
import java.util.stream.DoubleStream;

/** The forward pass as the package's documentation tells it, in plain Java loops of doubles. */
final class ReferenceForward {
  private final Weights weights;
  private final ItemEmbeddings embeddings;
  private final List<String> idFeatures;
  private final List<Cross> crosses;

  /**
   * @param idFeatures names of the id features as in preprocessing.json, in the order of the inputs
   */
  ReferenceForward(Weights weights, ItemEmbeddings embeddings, List<String> idFeatures) {
    this(weights, embeddings, idFeatures, List.of());
  }

  /**
   * @param crosses with a row for each combination
   */
  ReferenceForward(
      Weights weights, ItemEmbeddings embeddings, List<String> idFeatures, List<Cross> crosses) {
    this.weights = weights;
    this.embeddings = embeddings;
    this.idFeatures = idFeatures;
    this.crosses = crosses;
  }

  double probability(String objective, EncodedCandidate candidate) {
    return 1 / (1 + Math.exp(-logit(objective + "_", candidate)));
  }

  private double logit(String o, EncodedCandidate candidate) {
    double[] x = input(o, candidate);
    int layer = 0;
    while (weights.contains(o + "hidden_" + layer + "_kernel")) {
      x = product(x, o + "hidden_" + layer);
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.max(0, x[i]);
      }
      layer++;
    }
    return product(x, o + "out")[0] + wide(o, candidate);
  }

  private double[] input(String o, EncodedCandidate candidate) {
    float[] item = new float[embeddings.dimension()];
    embeddings.copy(candidate.item(), item, 0);
    DoubleStream.Builder x = DoubleStream.builder();
    for (float value : item) {
      x.add(value);
    }
    for (float value : candidate.dense()) {
      x.add(value);
    }
    for (int j = 0; j < idFeatures.size(); j++) {
      Tensor table = weights.tensor(o + "embedding_" + idFeatures.get(j));
      int width = table.shape()[1];
      for (int k = 0; k < width; k++) {
        x.add(table.value(candidate.ids()[j] * width + k));
      }
    }
    return x.build().toArray();
  }

  private double[] product(double[] x, String layer) {
    Tensor kernel = weights.tensor(layer + "_kernel");
    Tensor bias = weights.tensor(layer + "_bias");
    int out = kernel.shape()[1];
    double[] y = new double[out];
    for (int k = 0; k < out; k++) {
      y[k] = bias.value(k);
      for (int i = 0; i < x.length; i++) {
        y[k] += x[i] * kernel.value(i * out + k);
      }
    }
    return y;
  }

  private double wide(String o, EncodedCandidate candidate) {
    double sum = 0;
    for (int i = 0; i < candidate.dense().length; i++) {
      sum += (double) weights.tensor(o + "wide_dense").value(i) * candidate.dense()[i];
    }
    for (int j = 0; j < idFeatures.size(); j++) {
      sum += weights.tensor(o + "wide_" + idFeatures.get(j)).value(candidate.ids()[j]);
    }
    for (Cross cross : crosses) {
      int row = 0; // The ids as the digits of a number.
      for (int k = 0; k < cross.columns().size(); k++) {
        row = row * cross.radices().get(k) + candidate.ids()[cross.columns().get(k)];
      }
      sum += weights.tensor(o + "wide_cross." + cross.name()).value(row);
    }
    return sum;
  }
}
