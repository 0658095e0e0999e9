package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.features.Cross;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One training step against the optimisers' formulas and gradients by central differences. */
class RankerGraphTest {
  private static final RankingSettings SETTINGS =
      new RankingSettings(
          List.of(3, 2), 4, 1e-3f, 0.2f, 0.02f, 0.001f, 0.01f, 1, Duration.ofDays(1), 5);
  private static final ItemEmbeddings EMBEDDINGS = new LearnableFeed(1).embeddings;

  /** Of the two id features, a row for each combination. */
  private static final List<Cross> CROSSES =
      List.of(new Cross("both", List.of(0, 1), List.of(6, 8), 6 * 8));

  private static final float[] LABELS = {1, 0, 0, 1};

  /** The first id feature's row 2 is there twice, and so is the second's row 3. */
  private static final List<EncodedCandidate> CANDIDATES =
      List.of(
          new EncodedCandidate(1, new float[] {0.5f, -1, 2}, new int[] {2, 3}),
          new EncodedCandidate(2, new float[] {-0.3f, 0.7f, 0}, new int[] {2, 4}),
          new EncodedCandidate(3, new float[] {1.5f, 0.2f, 1}, new int[] {0, 3}),
          new EncodedCandidate(0, new float[] {-0.8f, 0.4f, 0}, new int[] {5, 1}));

  @Test
  void oneStepEqualsAdamAdagradAndFtrlOfThePapers() {
    RankerShape plain = RankerShape.of(LearnableFeed.CONFIG, SETTINGS.hidden());
    RankerShape shape =
        new RankerShape(
            plain.itemDimension(), plain.dense(), plain.tables(), CROSSES, plain.hidden());
    try (RankerGraph graph = new RankerGraph(shape, SETTINGS)) {
      graph.restore(scattered(graph.everything()));
      Weights before = graph.weights();
      RankerBatch batch = RankerBatch.of(shape, EMBEDDINGS, CANDIDATES);
      float loss = graph.step(RankingObjective.CLICK, batch, LABELS);
      assertThat((double) loss).isCloseTo(loss(before), within(1e-6));
      Weights after = graph.weights();
      for (String name : before.names()) {
        for (int i = 0; i < before.tensor(name).size(); i++) {
          double expected = stepped(before, name, i);
          assertThat((double) after.tensor(name).value(i))
              .as("%s[%d]", name, i)
              .isCloseTo(expected, within(2e-5));
        }
      }
    }
  }

  /** Weights of no symmetry; the optimisers' memory stays as it starts. */
  private static Weights scattered(Weights everything) {
    Random random = new Random(11);
    Map<String, Tensor> tensors = new LinkedHashMap<>(everything.asMap());
    tensors.replaceAll(
        (name, tensor) -> {
          boolean weight = name.matches("(click|order)_(embedding|hidden|out)_.*");
          return weight ? scattered(tensor, random) : tensor;
        });
    return Weights.of(tensors);
  }

  private static Tensor scattered(Tensor tensor, Random random) {
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return new Tensor(tensor.shape(), values);
  }

  /** The value of one weight after the step, by the optimiser that it belongs to. */
  private static double stepped(Weights before, String name, int index) {
    double value = before.tensor(name).value(index);
    double gradient = name.startsWith("order_") ? 0 : gradient(before, name, index);
    if (Math.abs(gradient) < 1e-9) {
      return value; // Not in the batch: no optimiser moves it, wide weights start at 0.
    }
    double squares = RankerTraining.FIRST_SQUARES;
    if (name.contains("_embedding_")) { // AdaGrad.
      return value - 0.2 * gradient / Math.sqrt(squares + gradient * gradient);
    }
    if (name.contains("_wide_")) { // FTRL-Proximal from weight 0, algorithm 1.
      double z = gradient;
      double rate = 0.02;
      double eta = Math.sqrt(squares + gradient * gradient) / rate;
      return Math.abs(z) <= 0.001 ? 0 : -(z - Math.signum(z) * 0.001) / (eta + 2 * 0.01);
    }
    return value - 1e-3 * gradient / (Math.abs(gradient) + 1e-8); // Adam's first step.
  }

  private static double gradient(Weights weights, String name, int index) {
    float step = 1e-3f;
    float value = weights.tensor(name).value(index);
    double above = loss(with(weights, name, index, value + step));
    double below = loss(with(weights, name, index, value - step));
    return (above - below) / ((double) (value + step) - (value - step));
  }

  private static Weights with(Weights weights, String name, int index, float value) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.asMap());
    float[] values = tensors.get(name).values();
    values[index] = value;
    tensors.put(name, new Tensor(tensors.get(name).shape(), values));
    return Weights.of(tensors);
  }

  private static double loss(Weights weights) {
    ReferenceForward forward =
        new ReferenceForward(weights, EMBEDDINGS, LearnableFeed.ID_FEATURES, CROSSES);
    double sum = 0;
    for (int i = 0; i < LABELS.length; i++) {
      double p = forward.probability("click", CANDIDATES.get(i));
      sum -= Math.log(LABELS[i] == 1 ? p : 1 - p);
    }
    return sum / LABELS.length;
  }
}
