package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.UnknownFieldSet;
import io.pageturner.domain.State;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.ServedPolicy;
import io.pageturner.serving.model.WarmUpRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.TensorProto;

/**
 * A bundle's warm-up file, read by protobuf's own parser, holds requests that TensorFlow answers
 * with the bundle's SavedModel as serving answers for the recorded states.
 */
class WarmUpRequestsTest {
  @TempDir Path directory;

  @Test
  void tensorFlowAnswersTheRequestsAsServingDoes() throws IOException {
    PolicyLoader loader = new PolicyLoader(ItemLookup.always(TensorFlowPolicy.EMBEDDINGS));
    List<State> states = TensorFlowPolicy.STATES;
    RecordedStates recorded = new RecordedStates(8);
    states.forEach(recorded::record);
    Bundle bundle =
        new BundleStore(directory)
            .add(WarmUpRequests.beside(TensorFlowPolicy.candidate(), loader, recorded));
    List<Map<String, TensorProto>> requests = requests(bundle.file(WarmUpRequests.FILE));
    assertThat(requests).hasSize(states.size());
    ServedPolicy served = loader.load(bundle);
    double widest = 0;
    try (SavedModelBundle model = SavedModelBundle.load(bundle.directory().toString(), "serve")) {
      for (int i = 0; i < states.size(); i++) {
        double expected = served.unitAction(states.get(i))[0];
        assertThat((double) TensorFlowPolicy.call(model, requests.get(i)))
            .isCloseTo(expected, within(1e-5));
        widest = Math.max(widest, Math.abs(expected - served.unitAction(states.get(0))[0]));
      }
    }
    assertThat(widest).as("the states lead to different actions").isGreaterThan(0.01);
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
      UnknownFieldSet request =
          TensorFlowPolicy.only(TensorFlowPolicy.only(UnknownFieldSet.parseFrom(data), 6), 1);
      UnknownFieldSet spec = TensorFlowPolicy.only(request, 1);
      assertThat(TensorFlowPolicy.text(spec, 1)).isEqualTo("policy");
      assertThat(TensorFlowPolicy.text(spec, 3)).isEqualTo("serving_default");
      requests.add(TensorFlowPolicy.inputs(request));
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
}
