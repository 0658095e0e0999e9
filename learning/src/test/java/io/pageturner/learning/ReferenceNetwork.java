package io.pageturner.learning;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.NetworkSettings.Pooling;
import io.pageturner.lifecycle.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** The networks a second time, in plain loops over doubles: what TensorFlow is checked against. */
public final class ReferenceNetwork {
  private final FeatureConfig config;
  private final ItemEmbeddings embeddings;
  private final Map<String, double[]> weights = new LinkedHashMap<>();

  public ReferenceNetwork(FeatureConfig config, ItemEmbeddings embeddings, Weights weights) {
    this.config = config;
    this.embeddings = embeddings;
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              double[] values = new double[tensor.size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = tensor.value(i);
              }
              this.weights.put(name, values);
            });
  }

  /** Live: a change is seen by the next call. */
  public double[] weight(String name) {
    return weights.get(name);
  }

  /** s [S]. */
  public double[] embed(EncodedState state) {
    double[] x = new double[config.stateInputSize()];
    int at = intents(state, x);
    for (float number : state.dense()) {
      x[at++] = number;
    }
    for (int i = 0; i < state.ids().length; i++) {
      var feature = config.pageEmbedded().get(i);
      double[] table = weights.get("state_embedding_" + feature.name());
      for (int k = 0; k < feature.dimension(); k++) {
        x[at++] = table[state.ids()[i] * feature.dimension() + k];
      }
    }
    return relu(dense("state_dense", x));
  }

  /** A head's output. */
  public double[] head(String name, double[] x) {
    return dense(name + "_out", relu(dense(name + "_hidden", x)));
  }

  private int intents(EncodedState state, double[] x) {
    int length = config.sequenceLength();
    int d = config.sequenceDimension();
    double[][] rows = new double[length][d];
    boolean[] happened = new boolean[length];
    float[] vector = new float[d];
    for (int t = 0; t < length; t++) {
      happened[t] = state.items()[t] != EncodedState.PADDING;
      if (happened[t]) {
        embeddings.copy(state.items()[t], vector, 0);
        for (int k = 0; k < d; k++) {
          rows[t][k] = vector[k];
        }
      }
    }
    return config.network().pooling() == Pooling.CONVOLUTION
        ? convolutions(rows, happened, x)
        : pooled(rows, happened, x);
  }

  private int convolutions(double[][] rows, boolean[] happened, double[] x) {
    int filters = config.network().filters();
    int d = config.sequenceDimension();
    int at = 0;
    for (int c = 0; c < config.network().widths().size(); c++) {
      int width = config.network().widths().get(c);
      double[] kernel = weights.get("state_conv_" + c + "_kernel"); // [w, d, F]
      double[] bias = weights.get("state_conv_" + c + "_bias");
      for (int f = 0; f < filters; f++) {
        double greatest = 0;
        for (int t = 0; t + width <= rows.length; t++) {
          boolean touched = false;
          double sum = bias[f];
          for (int w = 0; w < width; w++) {
            touched |= happened[t + w];
            for (int k = 0; k < d; k++) {
              sum += rows[t + w][k] * kernel[(w * d + k) * filters + f];
            }
          }
          greatest = Math.max(greatest, touched ? sum : 0);
        }
        x[at++] = greatest;
      }
    }
    return at;
  }

  private int pooled(double[][] rows, boolean[] happened, double[] x) {
    int d = config.sequenceDimension();
    for (int k = 0; k < d; k++) {
      double sum = 0;
      double greatest = Double.NEGATIVE_INFINITY;
      int steps = 0;
      for (int t = 0; t < rows.length; t++) {
        if (happened[t]) {
          sum += rows[t][k];
          greatest = Math.max(greatest, rows[t][k]);
          steps++;
        }
      }
      x[k] =
          switch (config.network().pooling()) {
            case MEAN -> steps == 0 ? 0 : sum / steps;
            case MAX -> steps == 0 ? 0 : greatest;
            default -> sum;
          };
    }
    return d;
  }

  /** x·W + b. */
  public double[] dense(String name, double[] x) {
    double[] bias = weights.get(name + "_bias");
    double[] kernel = weights.get(name + "_kernel"); // [in, out]
    double[] y = bias.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * kernel[i * y.length + j];
      }
    }
    return y;
  }

  private static double[] relu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.max(0, x[i]);
    }
    return y;
  }
}
