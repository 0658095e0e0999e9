package io.pageturner.learning.ddpg;

import io.pageturner.learning.network.Actor;
import io.pageturner.learning.network.Head;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What one agent has of its own: A and μ on the shared state embedding.
 *
 * @param name of the agent
 * @param advantage [s, u] → A
 * @param actor s → u
 */
record AgentHeads(String name, Head advantage, Actor actor) {
  /** A(s, u) [batch] of s [batch, S] and u [batch, actions]. */
  Operand<TFloat32> advantage(Ops tf, Operand<TFloat32> s, Operand<TFloat32> unit) {
    Operand<TFloat32> x = tf.concat(List.of(s, unit), tf.constant(1));
    return tf.reshape(advantage.apply(tf, x), tf.constant(new int[] {-1}));
  }
}
