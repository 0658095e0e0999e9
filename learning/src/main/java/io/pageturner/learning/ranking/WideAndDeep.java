package io.pageturner.learning.ranking;

import io.pageturner.features.Cross;
import io.pageturner.learning.ranking.RankerShape.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One Wide &amp; Deep model as a TensorFlow expression (Cheng et al. 2016, section 3.3):
 *
 * <pre>  logit = deep([item embedding, dense, id embeddings]) + wide(dense, ids, crosses)</pre>
 *
 * @param logit [b]
 * @param rows [b] rows looked up in each table, by the weight's name
 * @param gathered what was looked up in tables, by the weight's name: [b, dimension] of an
 *     embedding, [b] of a wide weight; gradients are taken of these, not of whole tables
 */
record WideAndDeep(
    Operand<TFloat32> logit,
    Map<String, Operand<TInt32>> rows,
    Map<String, Operand<TFloat32>> gathered) {

  /**
   * Builds the expression.
   *
   * @param weights gives a weight by its name, without the objective's prefix: a variable in
   *     training, a constant when served
   */
  static WideAndDeep of(
      Ops tf, RankerShape shape, RankerInputs inputs, Function<String, Operand<TFloat32>> weights) {
    Map<String, Operand<TInt32>> rows = rows(tf, shape, inputs);
    Map<String, Operand<TFloat32>> gathered = new LinkedHashMap<>();
    rows.forEach(
        (name, row) -> gathered.put(name, tf.gather(weights.apply(name), row, tf.constant(0))));
    Operand<TFloat32> logit = deep(tf, shape, inputs, weights, gathered);
    logit = tf.math.add(logit, wideDense(tf, inputs, weights));
    for (Table table : shape.tables()) {
      logit = tf.math.add(logit, gathered.get(table.wide()));
    }
    for (Cross cross : shape.crosses()) {
      logit = tf.math.add(logit, gathered.get(RankerShape.wide(cross)));
    }
    return new WideAndDeep(logit, rows, gathered);
  }

  private static Map<String, Operand<TInt32>> rows(Ops tf, RankerShape shape, RankerInputs inputs) {
    Map<String, Operand<TInt32>> rows = new LinkedHashMap<>();
    List<Output<TInt32>> ids = columns(tf, inputs.ids(), shape.tables().size());
    for (int i = 0; i < ids.size(); i++) {
      rows.put(shape.tables().get(i).embedding(), ids.get(i));
      rows.put(shape.tables().get(i).wide(), ids.get(i));
    }
    List<Output<TInt32>> crosses = columns(tf, inputs.crosses(), shape.crosses().size());
    for (int i = 0; i < crosses.size(); i++) {
      rows.put(RankerShape.wide(shape.crosses().get(i)), crosses.get(i));
    }
    return rows;
  }

  /** [b] each; a matrix without columns cannot be unstacked. */
  private static List<Output<TInt32>> columns(Ops tf, Operand<TInt32> matrix, int count) {
    return count == 0 ? List.of() : tf.unstack(matrix, (long) count, Unstack.axis(1L)).output();
  }

  private static Operand<TFloat32> deep(
      Ops tf,
      RankerShape shape,
      RankerInputs inputs,
      Function<String, Operand<TFloat32>> weights,
      Map<String, Operand<TFloat32>> gathered) {
    List<Operand<TFloat32>> parts = new ArrayList<>(List.of(inputs.item(), inputs.dense()));
    shape.tables().forEach(table -> parts.add(gathered.get(table.embedding())));
    Operand<TFloat32> x = tf.concat(parts, tf.constant(1)); // [b, d + n + Σ dimensions]
    for (int layer = 0; layer < shape.hidden().size(); layer++) {
      Operand<TFloat32> product = tf.linalg.matMul(x, weights.apply(RankerShape.kernel(layer)));
      x = tf.nn.relu(tf.math.add(product, weights.apply(RankerShape.bias(layer)))); // [b, hidden]
    }
    Operand<TFloat32> product =
        tf.linalg.matMul(x, weights.apply(RankerShape.OUT_KERNEL)); // [b, 1]
    return tf.reshape(
        tf.math.add(product, weights.apply(RankerShape.OUT_BIAS)),
        tf.constant(new int[] {-1})); // [b]
  }

  private static Operand<TFloat32> wideDense(
      Ops tf, RankerInputs inputs, Function<String, Operand<TFloat32>> weights) {
    return tf.reduceSum(
        tf.math.mul(inputs.dense(), weights.apply(RankerShape.WIDE_DENSE)), tf.constant(1));
  }
}
