package io.pageturner.learning.ranking;

import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ranking models whose weights are no numbers any more. */
final class Diverged {
  private Diverged() {}

  static void make(RankingModels models) {
    RankingModels.Checkpoint sound = models.checkpoint();
    Map<String, Tensor> tensors = new LinkedHashMap<>(sound.parameters().asMap());
    tensors.replaceAll(
        (name, tensor) -> {
          float[] values = tensor.values();
          Arrays.fill(values, Float.NaN);
          return new Tensor(tensor.shape(), values);
        });
    models.restore(
        new RankingModels.Checkpoint(Weights.of(tensors), sound.preprocessing(), sound.rounds()));
  }
}
