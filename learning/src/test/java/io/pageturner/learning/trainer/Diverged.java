package io.pageturner.learning.trainer;

import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A learner whose parameters have become NaN. */
final class Diverged {
  private Diverged() {}

  static void make(Learner learner) throws IOException {
    Map<String, Tensor> broken = new LinkedHashMap<>(learner.parameters().get(0).asMap());
    Tensor bias = broken.get("value_out_bias");
    broken.put("value_out_bias", new Tensor(bias.shape(), new float[] {Float.NaN}));
    ByteArrayOutputStream replay = new ByteArrayOutputStream();
    learner.writeReplay(new DataOutputStream(replay));
    ByteArrayOutputStream ids = new ByteArrayOutputStream();
    learner.writeIds(new DataOutputStream(ids));
    learner.restore(
        "a broken checkpoint",
        learner.state(Map.of()),
        List.of(Weights.of(broken)),
        new DataInputStream(new ByteArrayInputStream(replay.toByteArray())),
        new DataInputStream(new ByteArrayInputStream(ids.toByteArray())));
  }
}
