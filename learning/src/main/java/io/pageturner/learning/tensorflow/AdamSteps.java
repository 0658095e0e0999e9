package io.pageturner.learning.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** Adam's steps, with two moments of each parameter and the powers of β. */
final class AdamSteps implements Steps {
  private final Objective objective;
  private final AdamSettings settings;
  private final Operand<TFloat32> rate;
  private final List<Variable<TFloat32>> firstMoments = new ArrayList<>();
  private final List<Variable<TFloat32>> secondMoments = new ArrayList<>();
  private final Variable<TFloat32> power1;
  private final Variable<TFloat32> power2;

  AdamSteps(Parameters slots, Objective objective, AdamSettings settings, Operand<TFloat32> rate) {
    this.objective = objective;
    this.settings = settings;
    this.rate = rate;
    String name = objective.name();
    for (Parameter parameter : objective.parameters()) {
      firstMoments.add(
          slot(slots, Descent.firstMoment(name, parameter.name()), 0, parameter.shape()));
      secondMoments.add(
          slot(slots, Descent.secondMoment(name, parameter.name()), 0, parameter.shape()));
    }
    this.power1 = slot(slots, name + "_beta1_power", settings.beta1());
    this.power2 = slot(slots, name + "_beta2_power", settings.beta2());
  }

  private static Variable<TFloat32> slot(
      Parameters slots, String name, double value, int... shape) {
    return slots.add(name, InitialValues.filled(value, shape), shape).variable();
  }

  @Override
  public List<Op> of(Ops tf, List<Operand<TFloat32>> gradients) {
    Operand<TFloat32> beta1 = tf.constant((float) settings.beta1());
    Operand<TFloat32> beta2 = tf.constant((float) settings.beta2());
    List<Op> steps = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      steps.add(
          tf.train.applyAdam(
              objective.parameters().get(i).variable(),
              firstMoments.get(i),
              secondMoments.get(i),
              power1,
              power2,
              rate,
              beta1,
              beta2,
              tf.constant((float) settings.epsilon()),
              gradients.get(i)));
    }
    // The powers move when every parameter has used them.
    Ops last = tf.withControlDependencies(steps);
    steps.add(last.assign(power1, last.math.mul(power1, beta1)));
    steps.add(last.assign(power2, last.math.mul(power2, beta2)));
    return steps;
  }
}
