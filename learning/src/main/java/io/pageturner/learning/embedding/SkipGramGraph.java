package io.pageturner.learning.embedding;

import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The skip-gram network in TensorFlow: two tables [items, d] and one training step.
 *
 * <p>Steps cost the same for a thousand items and a million: only the rows of a batch are touched.
 */
final class SkipGramGraph implements AutoCloseable {
  static final String INPUT = "input";
  static final String OUTPUT = "output";

  /**
   * Start of AdaGrad's sums of squares. With TensorFlow's 0.1 items that are seen a few times
   * hardly leave the start, where all vectors are near 0 (measured on 3,800 sessions).
   */
  static final float FIRST_SQUARES = 1e-3f;

  private final SkipGramSettings settings;
  private final Computation computation = new Computation();
  private final Parameters parameters = new Parameters(computation);
  private final Placeholder<TInt32> centers;
  private final Placeholder<TInt32> targets;
  private final Operand<TFloat32> meanLoss;
  private final List<Op> updates;

  /** Input vectors start uniform in ±1/(2d), output vectors at 0, as in the authors' program. */
  SkipGramGraph(int items, SkipGramSettings settings, RandomGenerator random) {
    this.settings = settings;
    int d = settings.dimension();
    Ops tf = computation.tf();
    centers = tf.placeholder(TInt32.class);
    targets = tf.placeholder(TInt32.class);
    Parameter input =
        parameters.add(INPUT, InitialValues.uniform(random, 0.5 / d, items, d), items, d);
    Parameter output = parameters.add(OUTPUT, InitialValues.zeros(items, d), items, d);

    Operand<TFloat32> v = tf.gather(input.value(), centers, tf.constant(0)); // [b, d]
    Operand<TFloat32> u = tf.gather(output.value(), targets, tf.constant(0)); // [b·(1+k), d]
    Operand<TFloat32> loss = loss(tf, v, u);
    meanLoss = tf.math.div(loss, tf.dtypes.cast(tf.size(centers), TFloat32.class));

    Output<?>[] gradients =
        computation
            .graph()
            .addGradients(loss.asOutput(), new Output<?>[] {v.asOutput(), u.asOutput()});
    updates = List.of(update(input, centers, gradients[0]), update(output, targets, gradients[1]));
    parameters.initialise();
  }

  /** Eq. 4, negated: the batch's sum of −ln σ(u_o·v_c) − Σ_k ln σ(−u_k·v_c). */
  private Operand<TFloat32> loss(Ops tf, Operand<TFloat32> v, Operand<TFloat32> u) {
    int perPair = 1 + settings.negatives();
    int[] blocks = {-1, perPair, settings.dimension()};
    Operand<TFloat32> products =
        tf.reduceSum(
            tf.math.mul(tf.expandDims(v, tf.constant(1)), tf.reshape(u, tf.constant(blocks))),
            tf.constant(2)); // [b, 1 + k]
    float[] signs = new float[perPair];
    Arrays.fill(signs, 1);
    signs[0] = -1; // −ln σ(x) = softplus(−x) for the context; noise has the other sign.
    return tf.reduceSum(
        tf.math.softplus(tf.math.mul(products, tf.constant(signs))), tf.constant(new int[] {0, 1}));
  }

  private Op update(Parameter table, Operand<TInt32> rows, Output<?> gradient) {
    Parameter squares =
        parameters.add(
            table.name() + "_squares",
            InitialValues.filled(FIRST_SQUARES, table.shape()),
            table.shape());
    return SummedRows.of(computation.tf(), rows, gradient.expect(TFloat32.class))
        .adagrad(computation.tf(), table, squares, settings.learningRate());
  }

  /** Learns from a batch; returns its mean loss per pair before that. */
  float step(PairBatch batch) {
    try (Run run = computation.run()) {
      run.feed(centers, batch.centers(), batch.size());
      run.feed(targets, batch.targets(), (long) batch.size() * (1 + settings.negatives()));
      updates.forEach(run::target);
      return run.fetch(meanLoss).floats()[0][0];
    }
  }

  /** The embeddings [items, d]: an item's input vector plus its output vector. */
  float[] embeddings() {
    Map<String, float[]> tables = read();
    float[] sum = tables.get(INPUT).clone();
    float[] output = tables.get(OUTPUT);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += output[i];
    }
    return sum;
  }

  /** All parameters by name. */
  Map<String, float[]> read() {
    return parameters.read();
  }

  /** Sets parameters by name. */
  void write(Map<String, float[]> values) {
    parameters.write(values);
  }

  @Override
  public void close() {
    computation.close();
  }
}
