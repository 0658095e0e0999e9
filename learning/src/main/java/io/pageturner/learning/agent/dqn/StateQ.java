package io.pageturner.learning.agent.dqn;

import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.network.Mlp;
import io.pageturner.learning.network.MlpForward;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Q with an output per action, of a discrete space.
 *
 * @param advantage s → A(s, ·) [batch, actions]; Q itself when there is no V
 * @param value s → V(s) [batch, 1]; none unless dueling
 */
record StateQ(int inputSize, int actions, Mlp advantage, List<Mlp> value) implements QNetwork {
  static StateQ create(
      Parameters parameters,
      String name,
      RandomGenerator random,
      int inputSize,
      int actions,
      DqnSettings settings) {
    List<Integer> widths = settings.widths();
    Mlp q = Mlp.create(parameters, name, random, inputSize, widths, actions, Activation.RELU, 1);
    List<Mlp> value =
        settings.head() == QHead.PLAIN
            ? List.of()
            : List.of(
                Mlp.create(
                    parameters, name + "_v", random, inputSize, widths, 1, Activation.RELU, 1));
    return new StateQ(inputSize, actions, q, value);
  }

  @Override
  public Map<String, String> identity() {
    return Map.of(
        "actions", "discrete",
        "activation", advantage.activation().name(),
        "head", (value.isEmpty() ? QHead.PLAIN : QHead.DUELING).name());
  }

  @Override
  public float[] input(Observation observation) {
    return observation.state();
  }

  @Override
  public int choices(Observation observation) {
    return actions;
  }

  @Override
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> q = advantage.apply(tf, x);
    for (Mlp v : value) {
      q = QHead.dueling(tf, v.apply(tf, x), q);
    }
    return q;
  }

  @Override
  public List<Parameter> parameters() {
    return Stream.concat(Stream.of(advantage), value.stream())
        .flatMap(mlp -> mlp.parameters().stream())
        .toList();
  }

  @Override
  public Forward forward(Map<String, float[]> values) {
    MlpForward of = new MlpForward(advantage, values);
    List<MlpForward> v = value.stream().map(mlp -> new MlpForward(mlp, values)).toList();
    return observation -> {
      float[] q = of.apply(observation.state());
      v.forEach(each -> centre(q, each.apply(observation.state())[0]));
      return q;
    };
  }

  private static void centre(float[] advantages, float value) {
    float sum = 0;
    for (float advantage : advantages) {
      sum += advantage;
    }
    for (int i = 0; i < advantages.length; i++) {
      advantages[i] += value - sum / advantages.length;
    }
  }
}
