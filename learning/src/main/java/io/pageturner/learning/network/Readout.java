package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.Parameter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What reads numbers off the state embedding. */
public sealed interface Readout permits Head, Dense {
  /** [batch, in] → [batch, out]. */
  Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x);

  List<Parameter> parameters();

  /** Those of the parameters that are multiplied with what is read. */
  List<Parameter> kernels();
}
