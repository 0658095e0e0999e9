package io.pageturner.learning.ranking;

import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.tensorflow.Run;
import java.util.List;

/**
 * Encoded candidates as the arrays that the ranking models' graph is fed with.
 *
 * @param size b
 * @param item [b, d]
 * @param dense [b, n]
 * @param ids [b, m]
 * @param crosses [b, c]
 */
record RankerBatch(int size, float[] item, float[] dense, int[] ids, int[] crosses) {
  static RankerBatch of(
      RankerShape shape, ItemEmbeddings embeddings, List<EncodedCandidate> candidates) {
    int d = shape.itemDimension();
    int n = shape.dense();
    int m = shape.tables().size();
    int c = shape.crosses().size();
    int size = candidates.size();
    RankerBatch batch =
        new RankerBatch(
            size, new float[size * d], new float[size * n], new int[size * m], new int[size * c]);
    for (int i = 0; i < size; i++) {
      EncodedCandidate candidate = candidates.get(i);
      embeddings.copy(candidate.item(), batch.item, i * d);
      System.arraycopy(candidate.dense(), 0, batch.dense, i * n, n);
      System.arraycopy(candidate.ids(), 0, batch.ids, i * m, m);
      for (int k = 0; k < c; k++) {
        batch.crosses[i * c + k] = shape.crosses().get(k).row(candidate.ids());
      }
    }
    return batch;
  }

  void feed(Run run, RankerInputs inputs, RankerShape shape) {
    run.feed(inputs.item(), item, size, shape.itemDimension());
    run.feed(inputs.dense(), dense, size, shape.dense());
    run.feed(inputs.ids(), ids, size, shape.tables().size());
    if (crosses.length > 0) {
      run.feed(inputs.crosses(), crosses, size, shape.crosses().size());
    }
  }
}
