package io.pageturner.learning.agent.dqn;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.tensorflow.Parameter;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Q(s, ·) as a network over flat inputs. */
interface QNetwork {
  /** What an action that cannot be chosen is worth. */
  float BARRED = -1e9f;

  /** As {@link Agent#identity}. */
  Map<String, String> identity();

  /** How many numbers {@link #input} has. */
  int inputSize();

  /** An observation as the network's input. */
  float[] input(Observation observation);

  /**
   * What a step led to as the network's input.
   *
   * @throws IllegalArgumentException when Q is to be told there but nothing can be chosen
   */
  default float[] next(Step step) {
    return input(step.next());
  }

  /** How many actions may be chosen from now. */
  int choices(Observation observation);

  /** Q of x [batch, input]: [batch, actions]. */
  Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x);

  List<Parameter> parameters();

  /** The same in plain Java at the moment of {@code values}. */
  Forward forward(Map<String, float[]> values);

  /** Q of one observation: [choices]. */
  @FunctionalInterface
  interface Forward {
    float[] apply(Observation observation);
  }
}
