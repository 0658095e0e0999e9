package io.pageturner.learning.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SkipGramGraphTest {
  private static final int ITEMS = 4;
  private static final int D = 2;
  private static final float RATE = 0.5f;
  private static final SkipGramSettings SETTINGS = new SkipGramSettings(D, 1, 2, 1, 1, 8, RATE, 1);
  private static final float[] IN = {0.1f, 0.2f, -0.3f, 0.4f, 0.5f, -0.6f, 0.7f, 0.8f};
  private static final float[] OUT = {-0.2f, 0.1f, 0.4f, 0.3f, 0.6f, -0.5f, -0.8f, 0.7f};

  /** Items 0 and 1 are centers; item 2 is context of both, and noise comes twice in one pair. */
  private static final int[][] PAIRS = {{0, 2, 1, 3}, {1, 2, 3, 3}};

  @Test
  void oneStepEqualsTheLossAndUpdateComputedByHand() {
    try (SkipGramGraph graph = new SkipGramGraph(ITEMS, SETTINGS, new Random(1))) {
      graph.write(Map.of(SkipGramGraph.INPUT, IN, SkipGramGraph.OUTPUT, OUT));
      float loss = graph.step(batch());

      double[] inGradient = new double[ITEMS * D];
      double[] outGradient = new double[ITEMS * D];
      double expected = lossAndGradients(inGradient, outGradient);
      assertThat((double) loss).isCloseTo(expected / PAIRS.length, within(1e-6));
      Map<String, float[]> after = graph.read();
      assertStepped(after.get(SkipGramGraph.INPUT), IN, inGradient);
      assertStepped(after.get(SkipGramGraph.OUTPUT), OUT, outGradient);
    }
  }

  @Test
  void aStepOnAHundredThousandItemsTouchesOnlyItsRows() {
    int items = 100_000;
    try (SkipGramGraph graph = new SkipGramGraph(items, SETTINGS, new Random(1))) {
      float[] before = graph.read().get(SkipGramGraph.INPUT);
      graph.step(batch());
      graph.step(batch()); // The first step moves only output vectors, which start at 0.
      float[] after = graph.read().get(SkipGramGraph.INPUT);
      for (int i = 0; i < items * D; i++) {
        if (i < 2 * D) {
          assertThat(after[i]).isNotEqualTo(before[i]);
        } else if (after[i] != before[i]) {
          throw new AssertionError("row " + i / D + " was not in the batch but moved");
        }
      }
    }
  }

  private static PairBatch batch() {
    PairBatch batch = new PairBatch(8, 2);
    for (int[] pair : PAIRS) {
      batch.add(pair[0], pair[1]);
      batch.noise(0, pair[2]);
      batch.noise(1, pair[3]);
    }
    return batch;
  }

  /** Eq. 4 and its derivatives, term by term. */
  private static double lossAndGradients(double[] inGradient, double[] outGradient) {
    double loss = 0;
    for (int[] pair : PAIRS) {
      for (int t = 1; t < pair.length; t++) {
        int in = pair[0] * D;
        int out = pair[t] * D;
        double product = IN[in] * OUT[out] + IN[in + 1] * OUT[out + 1];
        double label = t == 1 ? 1 : 0;
        double p = 1 / (1 + Math.exp(-product));
        loss -= Math.log(label == 1 ? p : 1 - p);
        for (int i = 0; i < D; i++) {
          inGradient[in + i] += (p - label) * OUT[out + i];
          outGradient[out + i] += (p - label) * IN[in + i];
        }
      }
    }
    return loss;
  }

  /** AdaGrad: x − η·g/√(0.1 + g²). */
  private static void assertStepped(float[] after, float[] before, double[] gradient) {
    for (int i = 0; i < before.length; i++) {
      double squares = SkipGramGraph.FIRST_SQUARES + gradient[i] * gradient[i];
      double expected = before[i] - RATE * gradient[i] / Math.sqrt(squares);
      assertThat((double) after[i]).isCloseTo(expected, within(1e-6));
    }
  }
}
