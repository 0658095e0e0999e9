package io.pageturner.learning.ranking;

import io.pageturner.features.Cross;
import io.pageturner.learning.embedding.SummedRows;
import io.pageturner.learning.ranking.RankerShape.Table;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * One Wide &amp; Deep model with its weights and its training step.
 *
 * <p>As in Cheng et al. 2016 the wide part learns by FTRL and both parts jointly from one loss. The
 * deep part's layers learn by Adam, its id embeddings by AdaGrad (the paper's choice for the whole
 * deep part), which touches only the rows of a batch.
 */
final class RankerTraining {
  /**
   * Start of AdaGrad's and FTRL's sums of squares: keeps the first steps short. Smaller than
   * TensorFlow's 0.1, since a row's part in the mean loss of a batch has a gradient near 1/b.
   */
  static final float FIRST_SQUARES = 1e-3f;

  /** Bound of the first id embeddings, uniform. */
  private static final double FIRST_EMBEDDING = 0.1;

  private final Computation computation;
  private final Parameters parameters;
  private final RankingSettings settings;
  private final String prefix;
  private final Map<String, Parameter> weights = new LinkedHashMap<>();
  private final Placeholder<TFloat32> labels;
  private final WideAndDeep model;
  private final Operand<TFloat32> loss;
  private final List<Op> step;

  /**
   * Adds a model to a graph.
   *
   * @param prefix of the weights' names
   */
  RankerTraining(
      Computation computation,
      Parameters parameters,
      RankerShape shape,
      RankerInputs inputs,
      RankingSettings settings,
      String prefix,
      RandomGenerator random) {
    this.computation = computation;
    this.parameters = parameters;
    this.settings = settings;
    this.prefix = prefix;
    shape
        .weights()
        .forEach(
            (name, sizes) ->
                weights.put(
                    name, parameters.add(prefix + name, first(name, sizes, random), sizes)));
    Ops tf = computation.tf();
    labels = tf.placeholder(TFloat32.class);
    model = WideAndDeep.of(tf, shape, inputs, name -> weights.get(name).value());
    // Binary cross-entropy of a logit x and a label y: ln(1 + eˣ) − y·x.
    Operand<TFloat32> losses =
        tf.math.sub(tf.math.softplus(model.logit()), tf.math.mul(labels, model.logit()));
    loss = tf.math.mean(losses, tf.constant(0));
    step = step(shape);
  }

  private static float[] first(String name, int[] shape, RandomGenerator random) {
    if (name.startsWith("embedding_")) {
      return InitialValues.uniform(random, FIRST_EMBEDDING, shape);
    }
    if (name.equals(RankerShape.OUT_KERNEL)) {
      return InitialValues.glorotUniform(random, shape);
    }
    return name.startsWith("hidden_") && name.endsWith("_kernel")
        ? InitialValues.heUniform(random, shape)
        : InitialValues.zeros(shape);
  }

  /** All gradients are taken before the first weight moves. */
  private List<Op> step(RankerShape shape) {
    Map<String, Operand<TFloat32>> gradients = wideAndTableGradients();
    Objective deep =
        new Objective(
            prefix + "adam",
            loss,
            layers(shape),
            AdamSettings.of(settings.deepLearningRate(), Double.POSITIVE_INFINITY));
    Descent descent = new Descent(computation, parameters);
    descent.add(deep);
    Op adam = descent.step(List.of(deep.name()), gradients.values());
    Ops tf = computation.tf().withControlDependencies(adam);
    List<Op> steps = new ArrayList<>(List.of(adam));
    steps.add(ftrl(tf, gradients.get(RankerShape.WIDE_DENSE)));
    for (Table table : shape.tables()) {
      String embedding = table.embedding();
      steps.add(adagrad(tf, embedding, summed(tf, embedding, gradients)));
      steps.add(ftrl(tf, table.wide(), summed(tf, table.wide(), gradients)));
    }
    for (Cross cross : shape.crosses()) {
      String wide = RankerShape.wide(cross);
      steps.add(ftrl(tf, wide, summed(tf, wide, gradients)));
    }
    return steps;
  }

  private SummedRows summed(Ops tf, String name, Map<String, Operand<TFloat32>> gradients) {
    return SummedRows.of(tf, model.rows().get(name), gradients.get(name));
  }

  private List<Parameter> layers(RankerShape shape) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < shape.hidden().size(); layer++) {
      names.add(RankerShape.kernel(layer));
      names.add(RankerShape.bias(layer));
    }
    names.add(RankerShape.OUT_KERNEL);
    names.add(RankerShape.OUT_BIAS);
    return names.stream().map(weights::get).toList();
  }

  private Map<String, Operand<TFloat32>> wideAndTableGradients() {
    Map<String, Operand<TFloat32>> of = new LinkedHashMap<>(model.gathered());
    of.put(RankerShape.WIDE_DENSE, weights.get(RankerShape.WIDE_DENSE).value());
    Output<?>[] values = of.values().stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    Output<?>[] found = computation.graph().addGradients(loss.asOutput(), values);
    Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    int i = 0;
    for (String name : of.keySet()) {
      gradients.put(name, found[i++].expect(TFloat32.class));
    }
    return gradients;
  }

  private Op adagrad(Ops tf, String name, SummedRows gradient) {
    return gradient.adagrad(
        tf,
        weights.get(name),
        slot(name, "squares", FIRST_SQUARES),
        settings.embeddingLearningRate());
  }

  /** McMahan et al., "Ad click prediction: a view from the trenches", 2013, algorithm 1. */
  private Op ftrl(Ops tf, String name, SummedRows gradient) {
    return tf.train.sparseApplyFtrl(
        weights.get(name).variable(),
        slot(name, "squares", FIRST_SQUARES).variable(),
        slot(name, "linear", 0).variable(),
        gradient.gradient(),
        gradient.rows(),
        tf.constant(settings.wideLearningRate()),
        tf.constant(settings.wideL1()),
        tf.constant(settings.wideL2()),
        tf.constant(0f), // L2 shrinkage.
        tf.constant(-0.5f)); // Step sizes fall with the root of the sums of squares.
  }

  private Op ftrl(Ops tf, Operand<TFloat32> gradient) {
    String name = RankerShape.WIDE_DENSE;
    return tf.train.applyFtrl(
        weights.get(name).variable(),
        slot(name, "squares", FIRST_SQUARES).variable(),
        slot(name, "linear", 0).variable(),
        gradient,
        tf.constant(settings.wideLearningRate()),
        tf.constant(settings.wideL1()),
        tf.constant(settings.wideL2()),
        tf.constant(0f),
        tf.constant(-0.5f));
  }

  /** An optimiser's memory of one weight; no weight's name starts with its kind. */
  private Parameter slot(String name, String kind, float value) {
    int[] shape = weights.get(name).shape();
    return parameters.add(prefix + kind + "_" + name, InitialValues.filled(value, shape), shape);
  }

  /** [b] of 0 and 1. */
  Placeholder<TFloat32> labels() {
    return labels;
  }

  /** [b] */
  Operand<TFloat32> logit() {
    return model.logit();
  }

  /** Mean binary cross-entropy of the batch, before the step. */
  Operand<TFloat32> loss() {
    return loss;
  }

  /** What to run for one step. */
  List<Op> step() {
    return step;
  }

  /** The model's weights, without the optimisers' memory. */
  List<Parameter> weights() {
    return List.copyOf(weights.values());
  }
}
