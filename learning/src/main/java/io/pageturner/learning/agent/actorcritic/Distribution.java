package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.EpsilonGreedy;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What the policy network's output says about an action: a distribution.
 *
 * @param <A> type of an action
 */
interface Distribution<A> {
  /** How many numbers the policy network puts out. */
  int outputs();

  /** How many numbers stand for an action. */
  int actionSize();

  /** Parameters besides the network's. */
  List<Parameter> parameters();

  /** log π of actions [batch, actionSize] under outputs [batch, outputs]: [batch]. */
  Operand<TFloat32> logProbability(Ops tf, Operand<TFloat32> outputs, Operand<TFloat32> actions);

  /** The entropy [batch] under outputs [batch, outputs]. */
  Operand<TFloat32> entropy(Ops tf, Operand<TFloat32> outputs);

  /**
   * A draw.
   *
   * @param own values of {@link #parameters()} in order
   */
  float[] sample(RandomGenerator random, float[] outputs, List<float[]> own);

  /** The most likely numbers. */
  float[] mode(float[] outputs);

  /** Numbers as an action of the space. */
  A action(float[] numbers);

  /** The distribution that fits a space, by type of its action. */
  @SuppressWarnings("unchecked") // The space's type parameter tells the action's type.
  static <A> Distribution<A> of(Space<A> space, Parameters parameters, String name) {
    if (space instanceof Space.Discrete discrete) {
      return (Distribution<A>) new Categorical(discrete.count());
    }
    if (space instanceof Space.Box box) {
      return (Distribution<A>) Gaussian.create(box, parameters, name);
    }
    throw new IllegalArgumentException(
        "actor-critic agents need Discrete or Box actions, got "
            + space
            + "; DQN chooses among candidates");
  }

  /**
   * Softmax over the outputs.
   *
   * @param outputs number of actions
   */
  record Categorical(int outputs) implements Distribution<Integer> {
    @Override
    public int actionSize() {
      return 1;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Operand<TFloat32> logProbability(
        Ops tf, Operand<TFloat32> outputsOf, Operand<TFloat32> actions) {
      Operand<TFloat32> chosen =
          tf.oneHot(
              tf.dtypes.cast(tf.reshape(actions, tf.constant(new int[] {-1})), TInt32.class),
              tf.constant(outputs),
              tf.constant(1f),
              tf.constant(0f));
      return tf.sum(tf.math.mul(tf.nn.logSoftmax(outputsOf), chosen), tf.constant(1));
    }

    @Override
    public Operand<TFloat32> entropy(Ops tf, Operand<TFloat32> outputsOf) {
      Operand<TFloat32> log = tf.nn.logSoftmax(outputsOf);
      return tf.math.neg(tf.sum(tf.math.mul(tf.math.exp(log), log), tf.constant(1)));
    }

    /** By the Gumbel-max trick: no normalisation needed. */
    @Override
    public float[] sample(RandomGenerator random, float[] outputsOf, List<float[]> own) {
      int best = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < outputs; i++) {
        double gumbel = outputsOf[i] - Math.log(-Math.log(1 - random.nextDouble()));
        if (gumbel > most) {
          most = gumbel;
          best = i;
        }
      }
      return new float[] {best};
    }

    @Override
    public float[] mode(float[] outputsOf) {
      return new float[] {EpsilonGreedy.argMax(outputsOf)};
    }

    @Override
    public Integer action(float[] numbers) {
      return (int) numbers[0];
    }
  }

  /**
   * Independent normals on the unit scale around the outputs; log σ is a parameter that does not
   * depend on the state. Draws beyond the bounds are cut when they become actions, not in the loss.
   *
   * @param space the actions
   * @param logSigma log σ [actions]
   */
  record Gaussian(Space.Box space, Parameter logSigma) implements Distribution<float[]> {
    private static final double HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

    static Gaussian create(Space.Box space, Parameters parameters, String name) {
      int size = space.size();
      return new Gaussian(
          space, parameters.add(name + "_log_sigma", InitialValues.zeros(size), size));
    }

    @Override
    public int outputs() {
      return space.size();
    }

    @Override
    public int actionSize() {
      return space.size();
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(logSigma);
    }

    @Override
    public Operand<TFloat32> logProbability(
        Ops tf, Operand<TFloat32> outputs, Operand<TFloat32> actions) {
      Operand<TFloat32> sigma = tf.math.exp(logSigma.value());
      Operand<TFloat32> z = tf.math.div(tf.math.sub(actions, outputs), sigma);
      Operand<TFloat32> half = tf.math.mul(tf.constant(-0.5f), tf.math.square(z));
      Operand<TFloat32> each =
          tf.math.sub(tf.math.sub(half, logSigma.value()), tf.constant((float) HALF_LOG_TAU));
      return tf.sum(each, tf.constant(1));
    }

    @Override
    public Operand<TFloat32> entropy(Ops tf, Operand<TFloat32> outputs) {
      Operand<TFloat32> each =
          tf.math.add(logSigma.value(), tf.constant((float) (0.5 + HALF_LOG_TAU)));
      Operand<TFloat32> rows =
          tf.math.mul(outputs, tf.constant(0f)); // One entropy a row, all the same.
      return tf.sum(tf.math.add(rows, each), tf.constant(1));
    }

    @Override
    public float[] sample(RandomGenerator random, float[] outputs, List<float[]> own) {
      float[] numbers = outputs.clone();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] += (float) (Math.exp(own.get(0)[i]) * random.nextGaussian());
      }
      return numbers;
    }

    @Override
    public float[] mode(float[] outputs) {
      return outputs;
    }

    @Override
    public float[] action(float[] numbers) {
      return space.ofUnit(numbers);
    }
  }
}
