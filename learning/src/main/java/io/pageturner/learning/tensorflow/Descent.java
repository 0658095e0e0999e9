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
import org.tensorflow.types.TFloat32;

/**
 * Descends several objectives of one graph, stepping any of them at the same moment.
 *
 * <p>All gradients of a step are taken before the first parameter moves, so that objectives which
 * read each other's parameters see those of one moment. Adam's step is written out because the
 * framework's own is off by one step in its bias correction and knows no list of parameters.
 */
public final class Descent {
  private final Computation computation;
  private final Parameters slots;
  private final Map<String, Prepared> prepared = new LinkedHashMap<>();

  /** An objective with its gradients and what moves its parameters. */
  private record Prepared(
      Objective objective,
      List<Operand<TFloat32>> gradients,
      Operand<TFloat32> learningRate,
      Steps steps) {}

  /**
   * @param slots where the optimisers' own parameters (moments, powers of β) are added
   */
  public Descent(Computation computation, Parameters slots) {
    this.computation = computation;
    this.slots = slots;
  }

  /** Name of the first moment that Adam keeps of an objective's parameter. */
  public static String firstMoment(String objective, String parameter) {
    return objective + "_m_" + parameter;
  }

  /** Name of the second moment that Adam keeps of an objective's parameter. */
  public static String secondMoment(String objective, String parameter) {
    return objective + "_v_" + parameter;
  }

  /**
   * Adds an objective.
   *
   * @throws IllegalArgumentException that names a parameter which the loss does not reach
   */
  public void add(Objective objective) {
    Optimiser optimiser = objective.optimiser();
    Operand<TFloat32> rate = learningRate(optimiser);
    List<Operand<TFloat32>> gradients = clipped(gradients(objective), optimiser.clipNorm());
    prepared.put(
        objective.name(),
        new Prepared(objective, gradients, rate, steps(objective, optimiser, rate)));
  }

  private Steps steps(Objective objective, Optimiser optimiser, Operand<TFloat32> rate) {
    if (optimiser instanceof AdamSettings adam) {
      return new AdamSteps(slots, objective, adam, rate);
    }
    if (optimiser instanceof FtrlSettings ftrl) {
      return new FtrlSteps(slots, objective, ftrl, rate);
    }
    return (tf, gradients) -> sgd(tf, objective.parameters(), gradients, rate);
  }

  private static List<Op> sgd(
      Ops tf,
      List<Parameter> parameters,
      List<Operand<TFloat32>> gradients,
      Operand<TFloat32> rate) {
    List<Op> steps = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      steps.add(
          tf.train.applyGradientDescent(parameters.get(i).variable(), rate, gradients.get(i)));
    }
    return steps;
  }

  /** Where a run may feed another learning rate [] for an objective: schedules. */
  public Operand<TFloat32> learningRate(String objective) {
    return prepared.get(objective).learningRate();
  }

  private Operand<TFloat32> learningRate(Optimiser optimiser) {
    Ops tf = computation.tf();
    return tf.placeholderWithDefault(tf.constant((float) optimiser.learningRate()), Shape.scalar());
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
    Ops after = computation.tf().withControlDependencies(barrier);
    List<Op> updates = new ArrayList<>();
    chosen.forEach(each -> updates.addAll(each.steps().of(after, each.gradients())));
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
}
