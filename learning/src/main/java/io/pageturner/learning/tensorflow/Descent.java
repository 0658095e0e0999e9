package io.pageturner.learning.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * One simultaneous Adam step of several objectives.
 *
 * <p>All gradients are taken before the first parameter moves, so that objectives which read each
 * other's parameters see those of one moment. The step is written out here because the framework's
 * own Adam is off by one step in its bias correction and knows no list of parameters.
 */
public final class Descent {
  private final Computation computation;
  private final Parameters slots;

  private Descent(Computation computation, Parameters slots) {
    this.computation = computation;
    this.slots = slots;
  }

  /**
   * Adds the step to the graph.
   *
   * @param slots where the optimiser's own parameters (moments, powers of β) are added
   * @param objectives what to descend, all at once
   * @param figures further values that must be computed before a parameter moves
   * @return the operation to run
   * @throws IllegalArgumentException that names a parameter which its objective does not reach
   */
  public static Op step(
      Computation computation,
      Parameters slots,
      List<Objective> objectives,
      List<? extends Operand<TFloat32>> figures) {
    return new Descent(computation, slots).step(objectives, figures);
  }

  private Op step(List<Objective> objectives, List<? extends Operand<TFloat32>> figures) {
    List<List<Operand<TFloat32>>> gradients =
        objectives.stream().map(o -> clipped(gradients(o), o.adam().clipNorm())).toList();
    List<Op> before = new ArrayList<>(figures);
    gradients.forEach(before::addAll);
    objectives.forEach(objective -> before.add(objective.loss()));
    Op barrier = computation.tf().withControlDependencies(before).noOp();
    Ops afterwards = computation.tf().withControlDependencies(barrier);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < objectives.size(); i++) {
      updates.addAll(adam(afterwards, objectives.get(i), gradients.get(i)));
    }
    return computation.tf().withControlDependencies(updates).noOp();
  }

  private List<Operand<TFloat32>> gradients(Objective objective) {
    Output<?>[] values =
        objective.parameters().stream()
            .map(parameter -> parameter.value().asOutput())
            .toArray(Output<?>[]::new);
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    for (Output<?> found : computation.graph().addGradients(objective.loss().asOutput(), values)) {
      gradients.add(found.expect(TFloat32.class));
    }
    return gradients;
  }

  /** The gradients, scaled down together when their global norm is above {@code norm}. */
  private List<Operand<TFloat32>> clipped(List<Operand<TFloat32>> gradients, double norm) {
    if (norm == Double.POSITIVE_INFINITY) {
      return gradients;
    }
    Ops tf = computation.tf();
    List<Operand<TFloat32>> halfSquares = new ArrayList<>();
    gradients.forEach(gradient -> halfSquares.add(tf.nn.l2Loss(gradient)));
    Operand<TFloat32> global =
        tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(halfSquares)));
    Operand<TFloat32> bound = tf.constant((float) norm);
    Operand<TFloat32> scale = tf.math.div(bound, tf.math.maximum(global, bound));
    List<Operand<TFloat32>> scaled = new ArrayList<>();
    gradients.forEach(gradient -> scaled.add(tf.math.mul(gradient, scale)));
    return scaled;
  }

  private List<Op> adam(Ops tf, Objective objective, List<Operand<TFloat32>> gradients) {
    AdamSettings adam = objective.adam();
    Operand<TFloat32> beta1 = tf.constant((float) adam.beta1());
    Operand<TFloat32> beta2 = tf.constant((float) adam.beta2());
    Variable<TFloat32> power1 = slot(objective.name() + "_beta1_power", adam.beta1());
    Variable<TFloat32> power2 = slot(objective.name() + "_beta2_power", adam.beta2());
    List<Op> steps = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = objective.parameters().get(i);
      steps.add(
          tf.train.applyAdam(
              parameter.variable(),
              slot(objective.name() + "_m_" + parameter.name(), 0, parameter.shape()),
              slot(objective.name() + "_v_" + parameter.name(), 0, parameter.shape()),
              power1,
              power2,
              tf.constant((float) adam.learningRate()),
              beta1,
              beta2,
              tf.constant((float) adam.epsilon()),
              gradients.get(i)));
    }
    // The powers move when every parameter has used them.
    Ops last = computation.tf().withControlDependencies(steps);
    steps.add(last.assign(power1, last.math.mul(power1, beta1)));
    steps.add(last.assign(power2, last.math.mul(power2, beta2)));
    return steps;
  }

  private Variable<TFloat32> slot(String name, double value, int... shape) {
    return slots.add(name, InitialValues.filled(value, shape), shape).variable();
  }
}
