package io.pageturner.learning.tensorflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Adam on several objectives of one graph, stepping any of them at the same moment.
 *
 * <p>All gradients of a step are taken before the first parameter moves, so that objectives which
 * read each other's parameters see those of one moment. The step is written out here because the
 * framework's own Adam is off by one step in its bias correction and knows no list of parameters.
 */
public final class Descent {
  private final Computation computation;
  private final Parameters slots;
  private final Map<String, Prepared> prepared = new LinkedHashMap<>();

  /** An objective with its gradients and the optimiser's own parameters. */
  private record Prepared(
      Objective objective,
      List<Operand<TFloat32>> gradients,
      List<Variable<TFloat32>> firstMoments,
      List<Variable<TFloat32>> secondMoments,
      Variable<TFloat32> power1,
      Variable<TFloat32> power2,
      Operand<TFloat32> learningRate) {}

  /**
   * @param slots where the optimiser's own parameters (moments, powers of β) are added
   */
  public Descent(Computation computation, Parameters slots) {
    this.computation = computation;
    this.slots = slots;
  }

  /** Name of the first moment that an objective keeps of a parameter. */
  public static String firstMoment(String objective, String parameter) {
    return objective + "_m_" + parameter;
  }

  /** Name of the second moment that an objective keeps of a parameter. */
  public static String secondMoment(String objective, String parameter) {
    return objective + "_v_" + parameter;
  }

  /**
   * Adds an objective.
   *
   * @throws IllegalArgumentException that names a parameter which the loss does not reach
   */
  public void add(Objective objective) {
    String name = objective.name();
    List<Variable<TFloat32>> firstMoments = new ArrayList<>();
    List<Variable<TFloat32>> secondMoments = new ArrayList<>();
    for (Parameter parameter : objective.parameters()) {
      firstMoments.add(slot(firstMoment(name, parameter.name()), 0, parameter.shape()));
      secondMoments.add(slot(secondMoment(name, parameter.name()), 0, parameter.shape()));
    }
    prepared.put(
        name,
        new Prepared(
            objective,
            clipped(gradients(objective), objective.adam().clipNorm()),
            firstMoments,
            secondMoments,
            slot(name + "_beta1_power", objective.adam().beta1()),
            slot(name + "_beta2_power", objective.adam().beta2()),
            learningRate(objective.adam())));
  }

  /** Where a run may feed another learning rate [] for an objective: schedules. */
  public Operand<TFloat32> learningRate(String objective) {
    return prepared.get(objective).learningRate();
  }

  private Operand<TFloat32> learningRate(AdamSettings adam) {
    Ops tf = computation.tf();
    return tf.placeholderWithDefault(tf.constant((float) adam.learningRate()), Shape.scalar());
  }

  /**
   * An operation that steps the named objectives, all at the same moment.
   *
   * @param figures further values that must be computed before a parameter moves
   */
  public Op step(Collection<String> objectives, Collection<? extends Operand<TFloat32>> figures) {
    List<Prepared> chosen = objectives.stream().map(prepared::get).toList();
    List<Op> before = new ArrayList<>(figures);
    for (Prepared each : chosen) {
      before.addAll(each.gradients());
      before.add(each.objective().loss());
    }
    Op barrier = computation.tf().withControlDependencies(before).noOp();
    List<Op> updates = new ArrayList<>();
    chosen.forEach(each -> updates.addAll(adam(barrier, each)));
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

  private List<Op> adam(Op barrier, Prepared each) {
    Ops tf = computation.tf().withControlDependencies(barrier);
    AdamSettings adam = each.objective().adam();
    Operand<TFloat32> beta1 = tf.constant((float) adam.beta1());
    Operand<TFloat32> beta2 = tf.constant((float) adam.beta2());
    List<Op> steps = new ArrayList<>();
    for (int i = 0; i < each.gradients().size(); i++) {
      steps.add(
          tf.train.applyAdam(
              each.objective().parameters().get(i).variable(),
              each.firstMoments().get(i),
              each.secondMoments().get(i),
              each.power1(),
              each.power2(),
              each.learningRate(),
              beta1,
              beta2,
              tf.constant((float) adam.epsilon()),
              each.gradients().get(i)));
    }
    // The powers move when every parameter has used them.
    Ops last = computation.tf().withControlDependencies(steps);
    steps.add(last.assign(each.power1(), last.math.mul(each.power1(), beta1)));
    steps.add(last.assign(each.power2(), last.math.mul(each.power2(), beta2)));
    return steps;
  }

  private Variable<TFloat32> slot(String name, double value, int... shape) {
    return slots.add(name, InitialValues.filled(value, shape), shape).variable();
  }
}
