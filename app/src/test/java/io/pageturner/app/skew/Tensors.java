package io.pageturner.app.skew;

import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.EncodedState;
import io.pageturner.features.ItemEmbeddings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network is fed with, as bits, so that equal means equal to the last one.
 *
 * @param items bits of the item embeddings
 * @param mask bits of the mask; empty for a candidate
 * @param dense bits of the dense input
 * @param ids rows of embedding tables
 */
record Tensors(List<Integer> items, List<Integer> mask, List<Integer> dense, List<Integer> ids) {
  static Tensors of(EncodedState state, ItemEmbeddings embeddings) {
    float[] matrix = new float[state.items().length * embeddings.dimension()];
    float[] mask = new float[state.items().length];
    state.fillItems(embeddings, matrix, 0, mask, 0);
    return new Tensors(bits(matrix), bits(mask), bits(state.dense()), list(state.ids()));
  }

  static Tensors of(EncodedCandidate candidate, ItemEmbeddings embeddings) {
    float[] item = new float[embeddings.dimension()];
    embeddings.copy(candidate.item(), item, 0);
    return new Tensors(bits(item), List.of(), bits(candidate.dense()), list(candidate.ids()));
  }

  private static List<Integer> bits(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Float.floatToRawIntBits(values[i]))
        .toList();
  }

  private static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
