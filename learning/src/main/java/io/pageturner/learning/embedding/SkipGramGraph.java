package io.pageturner.learning.embedding;

import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The skip-gram network in TensorFlow: two tables [items, d] and one training step.
 *
 * <p>Steps cost the same for a thousand items and a million: only the rows of a batch are touched.
 */
final class SkipGramGraph implements AutoCloseable {
  private static final float FIRST_ACCUMULATOR = 0.1f;

  private final int items;
  private final SkipGramSettings settings;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TInt32> centers;
  private final Placeholder<TInt32> targets;
  private final Variable<TFloat32> inputTable;
  private final Operand<TFloat32> meanLoss;
  private final List<Op> updates;

  SkipGramGraph(int items, SkipGramSettings settings) {
    this.items = items;
    this.settings = settings;
    Ops tf = Ops.create(graph);
    Shape shape = Shape.of(items, settings.dimension());
    centers = tf.placeholder(TInt32.class);
    targets = tf.placeholder(TInt32.class);
    inputTable = tf.variable(shape, TFloat32.class);
    Variable<TFloat32> outputTable = tf.variable(shape, TFloat32.class);
    Variable<TFloat32> inputSquares = tf.variable(shape, TFloat32.class);
    Variable<TFloat32> outputSquares = tf.variable(shape, TFloat32.class);

    Operand<TFloat32> v = tf.gather(inputTable, centers, tf.constant(0)); // [b, d]
    Operand<TFloat32> u = tf.gather(outputTable, targets, tf.constant(0)); // [b·(1+k), d]
    Operand<TFloat32> loss = loss(tf, v, u);
    meanLoss = tf.math.div(loss, tf.dtypes.cast(tf.size(centers), TFloat32.class));

    Output<?>[] gradients =
        graph.addGradients(loss.asOutput(), new Output<?>[] {v.asOutput(), u.asOutput()});
    updates =
        List.of(
            update(tf, inputTable, inputSquares, centers, gradients[0]),
            update(tf, outputTable, outputSquares, targets, gradients[1]));

    Placeholder<TFloat32> first = tf.placeholder(TFloat32.class);
    Operand<TFloat32> squares = tf.fill(tf.constant(shape), tf.constant(FIRST_ACCUMULATOR));
    List<Op> starts =
        List.of(
            tf.assign(inputTable, first),
            tf.assign(outputTable, tf.zeros(tf.constant(shape), TFloat32.class)),
            tf.assign(inputSquares, squares),
            tf.assign(outputSquares, squares));
    session = new Session(graph, options());
    start(first, starts);
  }

  /** Eq. 4, negated: Σ over the pairs of −ln σ(u_o·v_c) − Σ_k ln σ(−u_k·v_c). */
  private Operand<TFloat32> loss(Ops tf, Operand<TFloat32> v, Operand<TFloat32> u) {
    int d = settings.dimension();
    int targetsPerPair = 1 + settings.negatives();
    Operand<TFloat32> products =
        tf.reduceSum(
            tf.math.mul(
                tf.expandDims(v, tf.constant(1)), // [b, 1, d]
                tf.reshape(u, tf.constant(new int[] {-1, targetsPerPair, d}))), // [b, 1+k, d]
            tf.constant(2)); // [b, 1+k]
    float[] signs = new float[targetsPerPair];
    java.util.Arrays.fill(signs, 1);
    signs[0] = -1; // −ln σ(x) = softplus(−x): the true context; the noise has the other sign.
    Operand<TFloat32> losses = tf.math.softplus(tf.math.mul(products, tf.constant(signs)));
    return tf.reduceSum(losses, tf.constant(new int[] {0, 1}));
  }

  @SuppressWarnings("unchecked") // The gradient of a float tensor is a float tensor.
  private Op update(
      Ops tf,
      Operand<TFloat32> table,
      Operand<TFloat32> squares,
      Operand<TInt32> rows,
      Output<?> gradient) {
    return SummedRows.of(tf, rows, (Output<TFloat32>) gradient)
        .adagrad(tf, table, squares, settings.learningRate());
  }

  /** Input vectors uniform in ±1/(2d) and output vectors zero, as in the authors' program. */
  private void start(Placeholder<TFloat32> first, List<Op> starts) {
    Random random = new Random(settings.seed());
    float[] values = new float[items * settings.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextFloat() - 0.5f) / settings.dimension();
    }
    try (TFloat32 tensor =
        TFloat32.tensorOf(Shape.of(items, settings.dimension()), DataBuffers.of(values))) {
      Session.Runner runner = session.runner().feed(first, tensor);
      starts.forEach(runner::addTarget);
      runner.run().close();
    }
  }

  /** Learns from a batch; returns its mean loss per pair before that. */
  float step(PairBatch batch) {
    try (TInt32 c = TInt32.vectorOf(batch.centers());
        TInt32 t = TInt32.vectorOf(batch.targets())) {
      Session.Runner runner = session.runner().feed(centers, c).feed(targets, t).fetch(meanLoss);
      updates.forEach(runner::addTarget);
      try (Result result = runner.run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }
  }

  /** The input vectors [items, d]: the embeddings. */
  float[] vectors() {
    try (Result result = session.runner().fetch(inputTable).run()) {
      float[] values = new float[items * settings.dimension()];
      ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values));
      return values;
    }
  }

  private static ConfigProto options() {
    return ConfigProto.newBuilder()
        .setUsePerSessionThreads(true)
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .build();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
