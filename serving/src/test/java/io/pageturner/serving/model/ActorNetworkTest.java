package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ItemId;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forward pass against numbers computed by hand.
 *
 * <p>L = 3, d = 2, one dense feature, one id feature of width 1; S = 2, H = 1, one factor. Items: a
 * = (1, 2), b = (−1, 1). The state is [padding, a, b], dense 0.5, id row 2.
 */
class ActorNetworkTest {
  private static final int ROW_A = 1;
  private static final int ROW_B = 2;
  private static final EncodedState STATE =
      new EncodedState(
          new int[] {EncodedState.PADDING, ROW_A, ROW_B}, new float[] {0.5f}, new int[] {2});
  private static final EncodedState NO_HISTORY =
      new EncodedState(
          new int[] {EncodedState.PADDING, EncodedState.PADDING, EncodedState.PADDING},
          new float[] {0.5f},
          new int[] {2});

  @Test
  void twoConvolutionsMaskedMaxPooledConcatenatedAndThroughTheActor() {
    // Width 1, one filter, kernel (1, 1), bias −0.5, windows [pad] [a] [b]:
    //   pad is masked; a: 1 + 2 − 0.5 = 2.5; b: −1 + 1 − 0.5 → ReLU 0. Maximum 2.5.
    // Width 2, kernel step 0 (1, 0), step 1 (0, 1), bias 0.25, windows [pad, a] [a, b]:
    //   0 + 2 + 0.25 = 2.25;  1 + 1 + 0.25 = 2.25. Maximum 2.25.
    // x = (2.5, 2.25, 0.5, 0.3);  s0 = ReLU(0.1·2.5 + 0.2·2.25 + 1·0.5 + 2·0.3 + 0.1) = 1.9
    //                             s1 = ReLU(−1·2.5 + 0.5) = 0
    // h = ReLU(0.5·1.9 − 3·0 + 0.05) = 1;  u = tanh(0.8·1 − 0.3) = tanh(0.5)
    double[] unit = convolutional().unitAction(STATE, embeddings());
    assertThat(unit).hasSize(1);
    assertThat(unit[0]).isCloseTo(0.46211715726, within(1e-6));
  }

  @Test
  void withoutHistoryTheConvolutionsGiveZeroWhateverTheirBias() {
    // x = (0, 0, 0.5, 0.3);  s0 = 0.5 + 0.6 + 0.1 = 1.2;  s1 = 0.5
    // h = ReLU(0.6 − 1.5 + 0.05) = 0;  u = tanh(−0.3)
    double[] unit = convolutional().unitAction(NO_HISTORY, embeddings());
    assertThat(unit[0]).isCloseTo(-0.29131261245, within(1e-6));
  }

  @Test
  void anUnknownItemIsAStepThatHappenedWithAZeroVector() {
    // Width 1: bias −0.5 → 0. Width 2, [pad, pad] masked, [pad, unknown]: 0.25.
    EncodedState unknown =
        new EncodedState(
            new int[] {EncodedState.PADDING, EncodedState.PADDING, ItemEmbeddings.UNKNOWN_ROW},
            new float[] {0.5f},
            new int[] {2});
    assertThat(intents("convolution", unknown)).containsExactly(0, 0.25f);
  }

  @Test
  void meanMaxAndSumPoolOnlyTheStepsThatHappened() {
    assertThat(intents("mean", STATE)).containsExactly(0, 1.5f); // ((1 − 1)/2, (2 + 1)/2)
    assertThat(intents("max", STATE)).containsExactly(1, 2);
    assertThat(intents("sum", STATE)).containsExactly(0, 3);
    for (String pooling : new String[] {"mean", "max", "sum"}) {
      assertThat(intents(pooling, NO_HISTORY)).as(pooling).containsExactly(0, 0);
    }
  }

  @Test
  void maxPoolingKeepsNegativeMaxima() {
    EncodedState onlyB =
        new EncodedState(
            new int[] {EncodedState.PADDING, EncodedState.PADDING, ROW_B},
            new float[] {0.5f},
            new int[] {2});
    assertThat(intents("max", onlyB)).containsExactly(-1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"convolution", "mean", "max", "sum"})
  void whatStandsInAStepThatDidNotHappenNeverMatters(String pooling) {
    ItemPooling pool = ItemPooling.of(config(pooling), new CheckedWeights(Weights.of(tensors())));
    float[] clean = new float[2];
    float[] filled = new float[2];
    float[] mask = {0, 1, 1};
    pool.pool(new float[] {0, 0, 1, 2, -1, 1}, mask, clean);
    pool.pool(new float[] {70, -90, 1, 2, -1, 1}, mask, filled);
    assertThat(filled).containsExactly(clean);
  }

  /**
   * h = 1 for the state with history and 0 without (see above). The outputs of 1, 0.5 and 2, in
   * that order, are then (1, 3, 3) and (2, 2, 2): of equals the first.
   */
  @Test
  void aDiscreteActorTakesTheGreatestOutputsPointAndOfEqualsTheOneNearestToOne() {
    ActorNetwork network = discrete(tensor(new int[] {1, 3}, -1, 1, 1));
    assertThat(network.unitAction(STATE, embeddings()))
        .containsExactly(new double[] {-0.5}, within(1e-12));
    assertThat(network.unitAction(NO_HISTORY, embeddings()))
        .containsExactly(new double[] {0}, within(1e-12));
  }

  @Test
  void aDiscreteActorWhoseOutputIsNoNumberDoesNotAnswerWithAPoint() {
    ActorNetwork network = discrete(tensor(new int[] {1, 3}, -1, Float.NaN, 1));
    assertThat(network.unitAction(STATE, embeddings())).containsExactly(Double.NaN);
  }

  private static ActorNetwork discrete(Tensor out) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(tensors());
    tensors.put("actor_out_kernel", out);
    tensors.put("actor_out_bias", tensor(new int[] {3}, 2, 2, 2));
    ActionSpace grid = ActionSpace.DEFAULT.onGrid(List.of(0.5, 1.0, 2.0));
    return ActorNetwork.of(config("convolution"), Weights.of(tensors), grid);
  }

  @Test
  void aTensorOfAnotherShapeIsToldWithBothShapes() {
    Map<String, Tensor> wrong = new LinkedHashMap<>(tensors());
    wrong.put("actor_hidden_kernel", tensor(new int[] {2, 2}, 1, 2, 3, 4));
    assertThatThrownBy(() -> new ActorNetwork(config("convolution"), Weights.of(wrong), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("actor_hidden_kernel")
        .hasMessageContaining("[2, 2]")
        .hasMessageContaining("[2, 1]");
  }

  @Test
  void aMissingTensorIsNamed() {
    Map<String, Tensor> fewer = new LinkedHashMap<>(tensors());
    fewer.remove("state_conv_1_bias");
    assertThatThrownBy(() -> new ActorNetwork(config("convolution"), Weights.of(fewer), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("state_conv_1_bias");
  }

  private static ActorNetwork convolutional() {
    return new ActorNetwork(config("convolution"), Weights.of(tensors()), 1);
  }

  private static float[] intents(String pooling, EncodedState state) {
    FeatureConfig config = config(pooling);
    float[] matrix = new float[6];
    float[] mask = new float[3];
    state.fillItems(embeddings(), matrix, 0, mask, 0);
    float[] target = new float[2];
    ItemPooling.of(config, new CheckedWeights(Weights.of(tensors()))).pool(matrix, mask, target);
    return target;
  }

  private static FeatureConfig config(String pooling) {
    return FeatureConfigParser.parse(
        "test",
        """
        sequence: {length: 3, dimension: 2}
        page:
          - {name: distance, kind: dense}
          - {name: city, kind: id, rows: 3, dimension: 1}
        network: {pooling: %s, widths: [1, 2], filters: 1, state: 2, hidden: 1}
        """
            .formatted(pooling));
  }

  private static ItemEmbeddings embeddings() {
    Map<ItemId, float[]> vectors = new LinkedHashMap<>();
    vectors.put(new ItemId("a"), new float[] {1, 2});
    vectors.put(new ItemId("b"), new float[] {-1, 1});
    return ItemEmbeddings.of(2, vectors);
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("state_conv_0_kernel", tensor(new int[] {1, 2, 1}, 1, 1));
    tensors.put("state_conv_0_bias", tensor(new int[] {1}, -0.5f));
    tensors.put("state_conv_1_kernel", tensor(new int[] {2, 2, 1}, 1, 0, 0, 1));
    tensors.put("state_conv_1_bias", tensor(new int[] {1}, 0.25f));
    tensors.put("state_embedding_city", tensor(new int[] {3, 1}, 9, 9, 0.3f));
    tensors.put("state_dense_kernel", tensor(new int[] {4, 2}, 0.1f, -1, 0.2f, 0, 1, 0, 2, 0));
    tensors.put("state_dense_bias", tensor(new int[] {2}, 0.1f, 0.5f));
    tensors.put("actor_hidden_kernel", tensor(new int[] {2, 1}, 0.5f, -3));
    tensors.put("actor_hidden_bias", tensor(new int[] {1}, 0.05f));
    tensors.put("actor_out_kernel", tensor(new int[] {1, 1}, 0.8f));
    tensors.put("actor_out_bias", tensor(new int[] {1}, -0.3f));
    return tensors;
  }

  private static Tensor tensor(int[] shape, float... values) {
    return new Tensor(shape, values);
  }
}
