package io.pageturner.learning.agent.dqn;

import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.network.Mlp;
import io.pageturner.learning.network.MlpForward;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Q of the state and a candidate's features, once per candidate that an observation lists.
 *
 * <p>An input is the state, the candidates side by side (0 where there is none) and a 1 per
 * candidate that there is.
 */
record CandidateQ(int stateSize, Space.Candidates space, Mlp mlp) implements QNetwork {
  static CandidateQ create(
      Parameters parameters,
      String name,
      RandomGenerator random,
      int stateSize,
      Space.Candidates space,
      DqnSettings settings) {
    if (settings.head() == QHead.DUELING) {
      throw new IllegalArgumentException(
          "dqn.head must be PLAIN for candidates: their number changes, A has no mean to centre");
    }
    Mlp mlp =
        Mlp.create(
            parameters,
            name,
            random,
            stateSize + space.features(),
            settings.widths(),
            1,
            Activation.RELU,
            1);
    return new CandidateQ(stateSize, space, mlp);
  }

  @Override
  public Map<String, String> identity() {
    return Map.of(
        "actions", "candidates of " + space.features() + " features",
        "activation", mlp.activation().name(),
        "head", QHead.PLAIN.name());
  }

  @Override
  public int inputSize() {
    return stateSize + space.most() * (space.features() + 1);
  }

  @Override
  public float[] input(Observation observation) {
    space.requireFitting(observation);
    float[] input = Arrays.copyOf(observation.state(), inputSize());
    List<float[]> candidates = observation.candidates();
    for (int i = 0; i < candidates.size(); i++) {
      System.arraycopy(
          candidates.get(i), 0, input, stateSize + i * space.features(), space.features());
      input[stateSize + space.most() * space.features() + i] = 1;
    }
    return input;
  }

  /** Without candidates where the episode terminates: nothing is chosen there. */
  @Override
  public float[] next(Step step) {
    Observation next = step.next();
    if (!next.candidates().isEmpty()) {
      return input(next);
    }
    if (!step.terminated()) {
      throw new IllegalArgumentException(
          "next.candidates must not be empty unless the step is terminated: V(s') is the best one's");
    }
    return Arrays.copyOf(next.state(), inputSize());
  }

  @Override
  public int choices(Observation observation) {
    space.requireFitting(observation);
    return observation.candidates().size();
  }

  @Override
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    int most = space.most();
    int features = most * space.features();
    Operand<TFloat32> there = part(tf, x, stateSize + features, most); // [batch, most]
    Operand<TFloat32> state = // [batch, most, states]
        tf.math.mul(
            tf.reshape(part(tf, x, 0, stateSize), tf.constant(new int[] {-1, 1, stateSize})),
            tf.reshape(tf.onesLike(there), tf.constant(new int[] {-1, most, 1})));
    Operand<TFloat32> candidates = // [batch, most, features]
        tf.reshape(
            part(tf, x, stateSize, features), tf.constant(new int[] {-1, most, space.features()}));
    Operand<TFloat32> rows =
        tf.reshape(
            tf.concat(List.of(state, candidates), tf.constant(2)),
            tf.constant(new int[] {-1, stateSize + space.features()}));
    Operand<TFloat32> q = tf.reshape(mlp.apply(tf, rows), tf.constant(new int[] {-1, most}));
    Operand<TFloat32> barred = tf.math.sub(tf.constant(1f), there);
    return tf.math.add(tf.math.mul(q, there), tf.math.mul(barred, tf.constant(QNetwork.BARRED)));
  }

  private static Operand<TFloat32> part(Ops tf, Operand<TFloat32> x, int from, int size) {
    return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, size}));
  }

  @Override
  public List<Parameter> parameters() {
    return mlp.parameters();
  }

  @Override
  public Forward forward(Map<String, float[]> values) {
    MlpForward of = new MlpForward(mlp, values);
    return observation -> {
      float[] q = new float[observation.candidates().size()];
      float[] row = Arrays.copyOf(observation.state(), stateSize + space.features());
      for (int i = 0; i < q.length; i++) {
        System.arraycopy(observation.candidates().get(i), 0, row, stateSize, space.features());
        q[i] = of.apply(row)[0];
      }
      return q;
    };
  }
}
