package io.pageturner.learning;

import io.pageturner.domain.ItemId;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Small configurations, embeddings and states that the tests share. */
public final class Fixtures {
  public static final int ITEMS = 12;

  private Fixtures() {}

  /** Four steps of three numbers, one dense and two id features, S = 6, H = 4. */
  public static FeatureConfig smallConfig(String pooling) {
    return FeatureConfigParser.parse(
        "small.yaml",
        """
        version: 1
        sequence: {length: 4, dimension: 3}
        network: {pooling: %s, widths: [1, 2], filters: 2, state: 6, hidden: 4}
        page:
          - {name: distance, kind: dense, source: request}
          - {name: intent, kind: id, source: request, rows: 6, dimension: 2}
          - {name: changed, kind: transition, dimension: 2}
        """
            .formatted(pooling));
  }

  /** A world whose states differ by one id alone, the {@code context}. */
  public static FeatureConfig contextConfig(int rows) {
    return FeatureConfigParser.parse(
        "context.yaml",
        """
        version: 1
        sequence: {length: 1, dimension: 1}
        network: {pooling: mean, widths: [1], state: 16, hidden: 16}
        page:
          - {name: context, kind: id, source: request, rows: %d, dimension: 4}
        """
            .formatted(rows));
  }

  /** The small configuration with a growing table of intents, six rows of it in the graph. */
  public static FeatureConfig growingConfig() {
    FeatureConfig fixed = smallConfig("convolution");
    return FeatureConfigParser.parse(
        "growing.yaml", fixed.source().replace("rows: 6,", "rows: 6, growing: true,"));
  }

  public static ItemEmbeddings embeddings(int dimension, RandomGenerator random) {
    Map<ItemId, float[]> byItem = new LinkedHashMap<>();
    for (int i = 0; i < ITEMS; i++) {
      byItem.put(new ItemId("i" + i), floats(dimension, random));
    }
    return ItemEmbeddings.of(dimension, byItem);
  }

  /** A state with some steps of padding, drawn anew. */
  public static EncodedState state(FeatureConfig config, RandomGenerator random) {
    int[] items = new int[config.sequenceLength()];
    Arrays.fill(items, EncodedState.PADDING);
    int steps = random.nextInt(items.length + 1);
    for (int t = items.length - steps; t < items.length; t++) {
      items[t] = random.nextInt(ITEMS + 1);
    }
    int[] ids = new int[config.pageEmbedded().size()];
    for (int i = 0; i < ids.length; i++) {
      Feature.Embedded feature = config.pageEmbedded().get(i);
      ids[i] = random.nextInt(feature.rows());
    }
    return new EncodedState(items, floats(config.pageNumeric().size(), random), ids);
  }

  /** The same weights, each moved a little: no output layer is 0 any more; switches are on. */
  public static Weights shaken(Weights weights, RandomGenerator random) {
    Map<String, Tensor> shaken = new LinkedHashMap<>();
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values();
              boolean slot = name.matches(".*_(m|v|z|n)_.*|.*_power");
              for (int i = 0; !slot && i < values.length; i++) {
                values[i] += (float) (0.3 * random.nextGaussian());
              }
              if (name.endsWith("_open")) {
                values[0] = 1;
              }
              shaken.put(name, new Tensor(tensor.shape(), values));
            });
    return Weights.of(shaken);
  }

  private static float[] floats(int size, RandomGenerator random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
