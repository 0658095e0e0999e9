package io.pageturner.serving.model;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The file that TensorFlow Serving warms a model up with: recorded real requests as {@code
 * PredictionLog} messages in TFRecord frames.
 *
 * <p>A record is {@code PredictionLog.predict_log (6) → PredictLog.request (1) → PredictRequest}.
 */
public final class WarmUpRequests {
  /** Where TensorFlow Serving looks for it in a model's directory. */
  public static final String FILE = "assets.extra/tf_serving_warmup_requests";

  private static final int MOST = 16;

  private WarmUpRequests() {}

  /** The same candidate, whose bundle also holds the newest recorded states as requests. */
  public static Candidate beside(
      Candidate candidate, PolicyLoader loader, RecordedStates recorded) {
    return new Candidate(
        candidate.name(),
        candidate.lineage(),
        directory -> {
          candidate.content().writeTo(directory);
          List<State> states = recorded.snapshot();
          if (!states.isEmpty()) {
            Manifest unnumbered =
                new Manifest(
                    candidate.name(), new ModelVersion(1), candidate.lineage(), new TreeMap<>());
            try (ServedPolicy policy = loader.load(new Bundle(directory, unnumbered))) {
              List<State> newest = states.subList(Math.max(0, states.size() - MOST), states.size());
              write(directory.resolve(FILE), candidate.name(), policy, newest);
            }
          }
        });
  }

  /** Writes one request a state. */
  static void write(Path file, String model, TensorPolicy policy, List<State> states)
      throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (State state : states) {
      record(records, predictionLog(model, policy.shapes(), policy.tensors(state)));
    }
    Files.createDirectories(file.getParent());
    Files.write(file, records.toByteArray());
  }

  /** A TFRecord: length, its checksum, data, its checksum; little-endian. */
  private static void record(ByteArrayOutputStream out, byte[] data) {
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    out.writeBytes(length);
    out.writeBytes(masked(length));
    out.writeBytes(data);
    out.writeBytes(masked(data));
  }

  /** CRC-32C, rotated right by 15 bits plus a constant, as TensorFlow's record_writer has it. */
  private static byte[] masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int value = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] predictionLog(
      String model, StateTensors.Shapes shapes, StateTensors tensors) {
    byte[] request = PredictMessages.request(model, Optional.empty(), shapes, tensors);
    return new Wire.Writer().message(6, new Wire.Writer().bytes(1, request)).toBytes();
  }
}
