package io.pageturner.learning.agent.curiosity;

import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.network.Mlp;
import io.pageturner.learning.network.MlpForward;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import io.pageturner.lifecycle.Weights;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** How new a state is; learns from each that it is asked about. Safe for threads. */
public final class RandomNetworkDistillation implements AutoCloseable {
  private static final String OBJECTIVE = "step";
  private static final double LIMIT = 5; // of a normalised number, as in the paper

  private final CuriositySettings settings;
  private final int stateSize;
  private final Computation computation = new Computation();
  private final Parameters parameters = new Parameters(computation);
  private final Mlp target;
  private final Mlp predictor;
  private final Operand<TFloat32> states; // [batch, states]
  private final Op step;
  private final float[] batch; // [batch, states]
  private final RunningMoments[] ofStates;
  private final RunningMoments ofErrors = new RunningMoments();
  private MlpForward fixed;
  private MlpForward prediction;
  private int waiting;

  /**
   * @param stateSize numbers of a state
   * @param seed of both networks
   */
  public RandomNetworkDistillation(int stateSize, CuriositySettings settings, long seed) {
    this.settings = settings;
    this.stateSize = stateSize;
    this.batch = new float[settings.batchSize() * stateSize];
    this.ofStates = new RunningMoments[stateSize];
    for (int i = 0; i < stateSize; i++) {
      ofStates[i] = new RunningMoments();
    }
    try {
      Ops tf = computation.tf();
      SplitMix64 random = new SplitMix64(seed);
      this.target = mlp("fixed", random);
      this.predictor = mlp("predictor", random);
      this.states = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, stateSize)));
      Operand<TFloat32> miss =
          tf.math.sub(predictor.apply(tf, states), tf.stopGradient(target.apply(tf, states)));
      Operand<TFloat32> loss = tf.math.mean(tf.math.square(miss), tf.constant(new int[] {0, 1}));
      Descent descent = new Descent(computation, parameters);
      descent.add(
          new Objective(
              OBJECTIVE,
              loss,
              predictor.parameters(),
              AdamSettings.of(settings.learningRate(), Double.POSITIVE_INFINITY)));
      this.step = descent.step(List.of(OBJECTIVE), List.of());
      parameters.initialise();
      this.fixed = readFixed();
      this.prediction = readPrediction();
    } catch (RuntimeException e) {
      computation.close();
      throw e;
    }
  }

  private Mlp mlp(String name, SplitMix64 random) {
    return Mlp.create(
        parameters,
        name,
        random,
        stateSize,
        settings.widths(),
        settings.features(),
        Activation.RELU,
        1);
  }

  private MlpForward readFixed() {
    return new MlpForward(target, parameters.read(target.parameters()));
  }

  private MlpForward readPrediction() {
    return new MlpForward(predictor, parameters.read(predictor.parameters()));
  }

  /** The bonus w·‖f̂(s) − f(s)‖²/σ of a state, from which it then learns. */
  public synchronized double bonus(float[] state) {
    float[] x = normalised(state);
    double error = error(x);
    ofErrors.add(error);
    System.arraycopy(x, 0, batch, waiting++ * stateSize, stateSize);
    if (waiting == settings.batchSize()) {
      learn();
      waiting = 0;
    }
    return settings.weight() * error / ofErrors.deviation();
  }

  private float[] normalised(float[] state) {
    float[] x = new float[stateSize];
    for (int i = 0; i < stateSize; i++) {
      ofStates[i].add(state[i]);
      double z = (state[i] - ofStates[i].mean()) / ofStates[i].deviation();
      x[i] = (float) Math.max(-LIMIT, Math.min(LIMIT, z));
    }
    return x;
  }

  /** ‖f̂(x) − f(x)‖² over the number of features. */
  double error(float[] x) {
    float[] said = prediction.apply(x);
    float[] is = fixed.apply(x);
    double sum = 0;
    for (int i = 0; i < is.length; i++) {
      sum += (said[i] - is[i]) * (double) (said[i] - is[i]);
    }
    return sum / is.length;
  }

  /** Both networks with the predictor's optimiser, at this moment. */
  synchronized Weights weights() {
    return Snapshots.of(parameters, 0);
  }

  /**
   * @throws IllegalArgumentException that names what {@link #restore} would not take
   */
  void requireFitting(Weights weights) {
    parameters.all().forEach(each -> Snapshots.requireShape(weights, each.name(), each.shape()));
  }

  /** Continues with the networks of {@link #weights()}. */
  synchronized void restore(Weights weights) {
    Snapshots.restore(parameters, weights);
    fixed = readFixed();
    prediction = readPrediction();
  }

  private void learn() {
    try (Run run = computation.run()) {
      run.feed(states, batch, settings.batchSize(), stateSize).target(step).floats();
    }
    prediction = readPrediction();
  }

  @Override
  public void close() {
    computation.close();
  }
}
