package io.pageturner.learning.feed;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The figures of an update as one vector of the graph, and back as {@link UpdateFigures}. */
final class GraphFigures {
  private static final float NEAR_CLIP = 0.99f;

  private final Ops tf;
  private final Operand<TFloat32> v;
  private final List<Operand<TFloat32>> scalars = new ArrayList<>();
  private int agents;
  private Operand<TFloat32> all;

  GraphFigures(
      Ops tf,
      Operand<TFloat32> v,
      Operand<TFloat32> valueLoss,
      List<? extends Operand<TFloat32>> own) {
    this.tf = tf;
    this.v = v;
    Operand<TFloat32> other = tf.onesLike(v);
    for (Operand<TFloat32> mask : own) {
      other = tf.math.sub(other, mask);
    }
    scalars.add(valueLoss);
    scalars.add(tf.math.mean(v, tf.constant(0)));
    scalars.add(tf.math.mean(tf.math.abs(v), tf.constant(0)));
    scalars.add(sum(other));
    scalars.add(meanOf(other, v));
  }

  /** Adds an agent's figures; its own rows are marked by {@code own} [batch]. */
  void addAgent(
      Operand<TFloat32> own,
      Operand<TFloat32> error,
      Operand<TFloat32> gain,
      Operand<TFloat32> taken,
      Operand<TFloat32> unit) {
    Operand<TFloat32> near =
        tf.dtypes.cast(
            tf.math.greaterEqual(tf.math.abs(unit), tf.constant(NEAR_CLIP)), TFloat32.class);
    scalars.add(sum(own));
    scalars.add(error);
    scalars.add(gain);
    scalars.add(meanOf(own, taken));
    scalars.add(meanOf(own, tf.math.abs(taken)));
    scalars.add(meanOf(own, tf.math.add(v, taken)));
    scalars.add(meanOf(own, tf.math.mean(unit, tf.constant(1))));
    scalars.add(meanOf(own, tf.math.mean(tf.math.square(unit), tf.constant(1))));
    scalars.add(meanOf(own, tf.math.mean(near, tf.constant(1))));
    agents++;
  }

  /** All figures as one vector, so that a run fetches one tensor. */
  Operand<TFloat32> all() {
    if (all == null) {
      all = tf.stack(scalars);
    }
    return all;
  }

  /**
   * @param vector the value of {@link #all()}
   * @param scale what rewards were multiplied by
   */
  UpdateFigures read(float[] vector, double scale) {
    List<UpdateFigures.Agent> perAgent = new ArrayList<>();
    for (int k = 0; k < agents; k++) {
      int at = 5 + 9 * k;
      double mean = vector[at + 6];
      perAgent.add(
          new UpdateFigures.Agent(
              Math.round(vector[at]),
              vector[at + 1] / (scale * scale),
              -vector[at + 2] / scale,
              vector[at + 3] / scale,
              vector[at + 4] / scale,
              vector[at + 5] / scale,
              mean,
              Math.sqrt(Math.max(0, vector[at + 7] - mean * mean)),
              vector[at + 8]));
    }
    return new UpdateFigures(
        vector[0] / (scale * scale),
        vector[1] / scale,
        vector[2] / scale,
        Math.round(vector[3]),
        vector[4] / scale,
        perAgent);
  }

  private Operand<TFloat32> sum(Operand<TFloat32> x) {
    return tf.sum(x, tf.constant(0));
  }

  private Operand<TFloat32> meanOf(Operand<TFloat32> mask, Operand<TFloat32> x) {
    return meanOf(tf, mask, x);
  }

  /** Mean of x [batch] over the rows that a mask marks; 0 when it marks none. */
  static Operand<TFloat32> meanOf(Ops tf, Operand<TFloat32> mask, Operand<TFloat32> x) {
    Operand<TFloat32> rows = tf.math.maximum(tf.sum(mask, tf.constant(0)), tf.constant(1f));
    return tf.math.div(tf.sum(tf.math.mul(mask, x), tf.constant(0)), rows);
  }
}
