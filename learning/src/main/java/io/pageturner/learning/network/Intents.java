package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.Parameter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** How the item matrix becomes intent vectors (SPEC 1.3). */
interface Intents {
  /**
   * @param items [batch, L, d]
   * @param mask [batch, L]
   * @return vectors [batch, ·] to be concatenated
   */
  List<Operand<TFloat32>> apply(Operand<TFloat32> items, Operand<TFloat32> mask);

  /** What it learns; empty for the plain poolings. */
  List<Parameter> parameters();
}
