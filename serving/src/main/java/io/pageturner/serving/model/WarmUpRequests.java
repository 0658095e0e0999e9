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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The file that TensorFlow Serving warms a model up with: recorded real requests as {@code
 * PredictionLog} messages in TFRecord frames.
 *
 * <p>Messages are written by hand, in protobuf's wire format: {@code PredictionLog.predict_log (6)
 * → PredictLog.request (1) → PredictRequest{model_spec (1){name (1), signature_name (3)}, inputs
 * (2) as map of TensorProto{dtype (1), tensor_shape (2), tensor_content (4)}}}.
 */
public final class WarmUpRequests {
  /** Where TensorFlow Serving looks for it in a model's directory. */
  public static final String FILE = "assets.extra/tf_serving_warmup_requests";

  private static final int MOST = 16;
  private static final int DT_FLOAT = 1;
  private static final int DT_INT32 = 3;
  private static final int VARINT = 0;
  private static final int BYTES = 2;

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
    ByteArrayOutputStream spec = new ByteArrayOutputStream();
    bytes(spec, 1, model.getBytes(StandardCharsets.UTF_8));
    bytes(spec, 3, "serving_default".getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    bytes(request, 1, spec.toByteArray());
    input(request, "items", floats(tensors.items(), 1, shapes.length(), shapes.dimension()));
    input(request, "mask", floats(tensors.mask(), 1, shapes.length()));
    input(request, "dense", floats(tensors.dense(), 1, shapes.dense()));
    input(request, "ids", ints(tensors.ids(), 1, shapes.rows().length));
    return wrapped(6, wrapped(1, request.toByteArray()));
  }

  private static byte[] wrapped(int field, byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bytes(out, field, message);
    return out.toByteArray();
  }

  private static void input(ByteArrayOutputStream request, String name, byte[] tensor) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    bytes(entry, 1, name.getBytes(StandardCharsets.UTF_8));
    bytes(entry, 2, tensor);
    bytes(request, 2, entry.toByteArray());
  }

  private static byte[] floats(float[] values, int... shape) {
    ByteBuffer content = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      content.putFloat(value);
    }
    return tensor(DT_FLOAT, content.array(), shape);
  }

  private static byte[] ints(int[] values, int... shape) {
    ByteBuffer content = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      content.putInt(value);
    }
    return tensor(DT_INT32, content.array(), shape);
  }

  private static byte[] tensor(int type, byte[] content, int... shape) {
    ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
    for (int size : shape) {
      ByteArrayOutputStream dimension = new ByteArrayOutputStream();
      tag(dimension, 1, VARINT);
      varint(dimension, size);
      bytes(dimensions, 2, dimension.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    tag(tensor, 1, VARINT);
    varint(tensor, type);
    bytes(tensor, 2, dimensions.toByteArray());
    bytes(tensor, 4, content);
    return tensor.toByteArray();
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    tag(out, field, BYTES);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void tag(ByteArrayOutputStream out, int field, int wireType) {
    varint(out, (field << 3) | wireType);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left > 0x7f) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
