package io.pageturner.learning.ranking;

import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/**
 * Writes the ranking models as a SavedModel that TensorFlow Serving loads.
 *
 * <pre>
 *   signature serving_default
 *     item  float [b, d]   item embeddings        →  click float [b]  probability of a click
 *     dense float [b, n]   normalised numbers        order float [b]  probability of an order
 *     ids   int32 [b, m]   rows of the id features
 *     crosses int32 [b, c] rows of the crosses' wide weights; absent without crosses
 * </pre>
 *
 * <p>The weights are constants of the graph, so there are no variables to restore. TensorFlow's own
 * exporter would write the training graph as well.
 */
final class RankerSavedModel {
  private static final long SCHEMA = 1;

  private RankerSavedModel() {}

  static void write(Path directory, RankerShape shape, Weights weights) throws IOException {
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(graph(shape, weights))
            .putSignatureDef("serving_default", signature(shape))
            .build();
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(SCHEMA).addMetaGraphs(meta).build();
    Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
  }

  private static GraphDef graph(RankerShape shape, Weights weights) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      RankerInputs inputs = RankerInputs.of(tf, shape);
      for (RankingObjective objective : RankingObjective.values()) {
        WideAndDeep model =
            WideAndDeep.of(
                tf, shape, inputs, name -> constant(tf, weights.tensor(objective.prefix() + name)));
        tf.withName(objective.label()).math.sigmoid(model.logit());
      }
      return graph.toGraphDef();
    }
  }

  private static Operand<TFloat32> constant(Ops tf, Tensor tensor) {
    Shape shape = Shape.of(Arrays.stream(tensor.shape()).asLongStream().toArray());
    return tf.constant(shape, DataBuffers.of(tensor.values()));
  }

  private static SignatureDef signature(RankerShape shape) {
    SignatureDef.Builder signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("item", info("item", DataType.DT_FLOAT, -1, shape.itemDimension()))
            .putInputs("dense", info("dense", DataType.DT_FLOAT, -1, shape.dense()))
            .putInputs("ids", info("ids", DataType.DT_INT32, -1, shape.tables().size()));
    if (!shape.crosses().isEmpty()) {
      signature.putInputs(
          "crosses", info("crosses", DataType.DT_INT32, -1, shape.crosses().size()));
    }
    for (RankingObjective objective : RankingObjective.values()) {
      String name = objective.label();
      signature.putOutputs(name, info(name, DataType.DT_FLOAT, -1));
    }
    return signature.build();
  }

  private static TensorInfo info(String operation, DataType type, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(operation + ":0")
        .setDtype(type)
        .setTensorShape(shape)
        .build();
  }
}
