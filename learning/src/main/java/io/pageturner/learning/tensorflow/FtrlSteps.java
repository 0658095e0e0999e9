package io.pageturner.learning.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** FTRL's steps, with z and n of each parameter. */
final class FtrlSteps implements Steps {
  private final Objective objective;
  private final FtrlSettings settings;
  private final Operand<TFloat32> rate;
  private final List<Parameter> z = new ArrayList<>();
  private final List<Parameter> n = new ArrayList<>();

  FtrlSteps(Parameters slots, Objective objective, FtrlSettings settings, Operand<TFloat32> rate) {
    this.objective = objective;
    this.settings = settings;
    this.rate = rate;
    for (Parameter parameter : objective.parameters()) {
      int[] shape = parameter.shape();
      float[] zeros = InitialValues.zeros(shape);
      z.add(slots.add(objective.name() + "_z_" + parameter.name(), zeros, shape));
      n.add(slots.add(objective.name() + "_n_" + parameter.name(), zeros, shape));
    }
  }

  @Override
  public List<Op> of(Ops tf, List<Operand<TFloat32>> gradients) {
    // The framework knows no β, and takes λ₂ twice: (β + √n)/α + λ₂ = √n/α + 2·(β/α + λ₂)/2.
    Operand<TFloat32> beta = tf.constant((float) settings.beta());
    Operand<TFloat32> l2 = tf.constant((float) settings.l2());
    Operand<TFloat32> half =
        tf.math.mul(tf.constant(0.5f), tf.math.add(tf.math.div(beta, rate), l2));
    List<Op> steps = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      steps.add(
          tf.train.applyFtrl(
              objective.parameters().get(i).variable(),
              n.get(i).variable(),
              z.get(i).variable(),
              gradients.get(i),
              rate,
              tf.constant((float) settings.l1()),
              half,
              tf.constant(0f), // No shrinkage beside λ₂.
              tf.constant(-0.5f))); // Step sizes fall with the root of n.
    }
    return steps;
  }
}
