package io.pageturner.serving.model;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that TensorFlow Serving warms a model up with: recorded real requests as {@code
 * PredictionLog} messages in TFRecord frames.
 *
 * <p>A record is {@code PredictionLog.predict_log (6) → PredictLog.request (1) → PredictRequest}.
 */
public final class WarmUpRequests {
  /** Where TensorFlow Serving looks for it in a model's directory. */
  public static final String FILE = "assets.extra/tf_serving_warmup_requests";

  private static final Logger LOG = LoggerFactory.getLogger(WarmUpRequests.class);
  private static final int MOST = 16;
  private static final int MOST_BYTES = 16 << 20;

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

  /**
   * The states that a bundle's file tells, {@value #MOST} at most; none when it has no such file,
   * or one that is broken or of other shapes: a version serves without it, only colder.
   */
  static List<StateTensors> of(Bundle bundle, StateTensors.Shapes shapes) {
    Path file = bundle.file(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new IOException("it has more than " + MOST_BYTES + " bytes");
      }
      return read(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN), shapes);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} is warmed without its recorded requests, {}: {}", bundle, file, e.toString());
      return List.of();
    }
  }

  private static List<StateTensors> read(ByteBuffer records, StateTensors.Shapes shapes) {
    List<StateTensors> states = new ArrayList<>();
    while (records.hasRemaining() && states.size() < MOST) {
      ByteBuffer length = checked(records, Long.BYTES);
      ByteBuffer log = checked(records, length.getLong());
      ByteBuffer predict = new Wire.Reader(log).only(6);
      states.add(PredictMessages.state(new Wire.Reader(predict).only(1), shapes));
    }
    return states;
  }

  /** The next bytes, whose checksum must follow. */
  private static ByteBuffer checked(ByteBuffer in, long length) {
    if (length < 0 || length > in.remaining() - Integer.BYTES) {
      throw new IllegalArgumentException("a record of " + length + " bytes in a shorter file");
    }
    byte[] data = new byte[(int) length];
    in.get(data);
    byte[] checksum = new byte[Integer.BYTES];
    in.get(checksum);
    if (!Arrays.equals(checksum, masked(data))) {
      throw new IllegalArgumentException("a record whose checksum is another");
    }
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
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
