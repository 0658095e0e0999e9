package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A policy with random weights, its states, and what TensorFlow makes of requests for it. */
final class TensorFlowPolicy {
  static final FeatureConfig FEATURES =
      FeatureConfigParser.parse(
          "test",
          """
          version: 1
          sequence: {length: 3, dimension: 2}
          page:
            - {name: distance, kind: dense}
            - {name: entry, kind: id, rows: 10, dimension: 2}
          network: {widths: [1, 2], filters: 2, state: 6, hidden: 4}
          """);
  static final ItemEmbeddings EMBEDDINGS =
      ItemEmbeddings.of(2, Map.of(new ItemId("i1"), new float[] {1, -2}));

  static final List<State> STATES =
      List.of(
          new State(List.of(), Map.of("distance", 1.5), Map.of("entry", "home")),
          new State(List.of(new ItemId("i1")), Map.of("distance", -0.5), Map.of()),
          new State(
              List.of(new ItemId("unknown"), new ItemId("i1")),
              Map.of(),
              Map.of("entry", "search")));

  private TensorFlowPolicy() {}

  /** What the bundle's SavedModel answers a request's inputs: the action on the unit scale. */
  static float call(SavedModelBundle model, Map<String, TensorProto> request) {
    try (TFloat32 items = floats(request.get("items"));
        TFloat32 mask = floats(request.get("mask"));
        TFloat32 dense = floats(request.get("dense"));
        TInt32 ids = ints(request.get("ids"));
        Result result =
            model
                .function("serving_default")
                .call(Map.of("items", items, "mask", mask, "dense", dense, "ids", ids))) {
      return ((TFloat32) result.get("unit_action").orElseThrow()).getFloat(0, 0);
    }
  }

  private static TFloat32 floats(TensorProto proto) {
    float[] values = new float[proto.getTensorContent().size() / 4];
    content(proto).asFloatBuffer().get(values);
    return TFloat32.tensorOf(shape(proto), DataBuffers.of(values));
  }

  private static TInt32 ints(TensorProto proto) {
    int[] values = new int[proto.getTensorContent().size() / 4];
    content(proto).asIntBuffer().get(values);
    return TInt32.tensorOf(shape(proto), DataBuffers.of(values));
  }

  private static ByteBuffer content(TensorProto proto) {
    return ByteBuffer.wrap(proto.getTensorContent().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Shape shape(TensorProto proto) {
    return Shape.of(
        proto.getTensorShape().getDimList().stream().mapToLong(dim -> dim.getSize()).toArray());
  }

  /** The inputs of a PredictRequest (inputs = 2), by protobuf's own parser. */
  static Map<String, TensorProto> inputs(UnknownFieldSet request) throws IOException {
    Map<String, TensorProto> inputs = new LinkedHashMap<>();
    for (ByteString entry : request.getField(2).getLengthDelimitedList()) {
      UnknownFieldSet fields = UnknownFieldSet.parseFrom(entry);
      inputs.put(
          text(fields, 1),
          TensorProto.parseFrom(fields.getField(2).getLengthDelimitedList().get(0)));
    }
    return inputs;
  }

  static UnknownFieldSet only(UnknownFieldSet message, int field) throws IOException {
    List<ByteString> found = message.getField(field).getLengthDelimitedList();
    assertThat(found).hasSize(1);
    return UnknownFieldSet.parseFrom(found.get(0));
  }

  static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
  }

  /** With random weights: an agent that has learned nothing answers 1 for every state. */
  static Candidate candidate() {
    Random random = new Random(4);
    PageturnerConfig config = PageturnerConfig.load(Optional.empty(), Map.of(), Optional.empty());
    try (Learner learner =
        new Learner(FEATURES, EMBEDDINGS, TrainingRole.learnerSettings(config))) {
      Candidate untrained = learner.candidates(Instant.EPOCH, "test").get(0);
      PolicyContent content = (PolicyContent) untrained.content();
      Map<String, Tensor> weights = new LinkedHashMap<>();
      content.weights().asMap().forEach((name, tensor) -> weights.put(name, any(tensor, random)));
      return new Candidate(
          untrained.name(),
          untrained.lineage(),
          new PolicyContent(
              content.config(), content.preprocessing(), content.spec(), Weights.of(weights)));
    }
  }

  private static Tensor any(Tensor tensor, Random random) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    return new Tensor(tensor.shape(), values);
  }
}
