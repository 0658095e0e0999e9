package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.learning.ddpg.PolicyContent;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.ServedPolicy;
import io.pageturner.serving.model.WarmUpRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A bundle's warm-up file, read by protobuf's own parser, holds requests that TensorFlow answers
 * with the bundle's SavedModel as serving answers for the recorded states.
 */
class WarmUpRequestsTest {
  private static final FeatureConfig FEATURES =
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
  private static final ItemEmbeddings EMBEDDINGS =
      ItemEmbeddings.of(2, Map.of(new ItemId("i1"), new float[] {1, -2}));

  @TempDir Path directory;

  @Test
  void tensorFlowAnswersTheRequestsAsServingDoes() throws IOException {
    PolicyLoader loader = new PolicyLoader(ItemLookup.always(EMBEDDINGS));
    List<State> states =
        List.of(
            new State(List.of(), Map.of("distance", 1.5), Map.of("entry", "home")),
            new State(List.of(new ItemId("i1")), Map.of("distance", -0.5), Map.of()),
            new State(
                List.of(new ItemId("unknown"), new ItemId("i1")),
                Map.of(),
                Map.of("entry", "search")));
    RecordedStates recorded = new RecordedStates(8);
    states.forEach(recorded::record);
    Bundle bundle =
        new BundleStore(directory).add(WarmUpRequests.beside(candidate(), loader, recorded));
    List<Map<String, TensorProto>> requests = requests(bundle.file(WarmUpRequests.FILE));
    assertThat(requests).hasSize(states.size());
    ServedPolicy served = loader.load(bundle);
    double widest = 0;
    try (SavedModelBundle model = SavedModelBundle.load(bundle.directory().toString(), "serve")) {
      for (int i = 0; i < states.size(); i++) {
        double expected = served.unitAction(states.get(i))[0];
        assertThat(call(model, requests.get(i))).isCloseTo(expected, within(1e-5));
        widest = Math.max(widest, Math.abs(expected - served.unitAction(states.get(0))[0]));
      }
    }
    assertThat(widest).as("the states lead to different actions").isGreaterThan(0.01);
  }

  private static double call(SavedModelBundle model, Map<String, TensorProto> request) {
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

  /** TFRecord frames, and in each PredictionLog (6) → PredictLog (1) → PredictRequest. */
  private static List<Map<String, TensorProto>> requests(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Map<String, TensorProto>> requests = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      assertThat(in.getInt()).isEqualTo(masked(data));
      UnknownFieldSet request = only(only(UnknownFieldSet.parseFrom(data), 6), 1);
      UnknownFieldSet spec = only(request, 1);
      assertThat(text(spec, 1)).isEqualTo("policy");
      assertThat(text(spec, 3)).isEqualTo("serving_default");
      Map<String, TensorProto> inputs = new LinkedHashMap<>();
      for (ByteString entry : request.getField(2).getLengthDelimitedList()) {
        UnknownFieldSet fields = UnknownFieldSet.parseFrom(entry);
        inputs.put(
            text(fields, 1),
            TensorProto.parseFrom(fields.getField(2).getLengthDelimitedList().get(0)));
      }
      requests.add(inputs);
    }
    return requests;
  }

  /** As in TensorFlow's core/lib/hash/crc32c.h: ((crc >> 15) | (crc << 17)) + 0xa282ead8. */
  private static int masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    long value = crc.getValue();
    return (int) (((value >> 15) | (value << 17)) + 0xa282ead8L);
  }

  private static UnknownFieldSet only(UnknownFieldSet message, int field) throws IOException {
    List<ByteString> found = message.getField(field).getLengthDelimitedList();
    assertThat(found).hasSize(1);
    return UnknownFieldSet.parseFrom(found.get(0));
  }

  private static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
  }

  /** With random weights: an agent that has learned nothing answers 1 for every state. */
  private static Candidate candidate() {
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
