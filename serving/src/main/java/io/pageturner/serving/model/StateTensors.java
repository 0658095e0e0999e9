package io.pageturner.serving.model;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;

/**
 * One state as the tensors of a policy's SavedModel signature, without the batch's dimension.
 *
 * @param items [L·d] embeddings of the recent items, newest last, row by row
 * @param mask [L] 1 for a step that happened, else 0
 * @param dense [D] normalised numbers
 * @param ids [I] row per embedded feature
 */
public record StateTensors(float[] items, float[] mask, float[] dense, int[] ids) {
  /**
   * What tensors a policy takes.
   *
   * @param length L
   * @param dimension d
   * @param dense D
   * @param rows of each embedded feature's table: [I]
   * @param actions number of factors of an action
   */
  public record Shapes(int length, int dimension, int dense, int[] rows, int actions) {
    public static Shapes of(Encoder encoder, ActionSpace actions) {
      FeatureConfig config = encoder.config();
      return new Shapes(
          config.sequenceLength(),
          config.sequenceDimension(),
          config.pageNumeric().size(),
          config.pageEmbedded().stream().mapToInt(feature -> rows(encoder, feature)).toArray(),
          actions.size());
    }

    private static int rows(Encoder encoder, Feature.Embedded feature) {
      return feature instanceof Feature.Id id && encoder.config().pageGrowing().contains(id)
          ? encoder.tableRows(id)
          : feature.rows();
    }
  }

  /** The tensors of an encoded state. */
  public static StateTensors of(
      FeatureConfig config, EncodedState encoded, ItemEmbeddings embeddings) {
    float[] matrix = new float[config.sequenceLength() * config.sequenceDimension()];
    float[] mask = new float[config.sequenceLength()];
    encoded.fillItems(embeddings, matrix, 0, mask, 0);
    return new StateTensors(matrix, mask, encoded.dense(), encoded.ids());
  }
}
