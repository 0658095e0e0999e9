package io.pageturner.serving.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pageturner.domain.ModelVersion;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The messages of TensorFlow Serving's {@code PredictionService.Predict}, for policies and by hand.
 *
 * <p>{@code PredictRequest{model_spec (1){name (1), version (2){value (1)}, signature_name (3)},
 * inputs (2) as map of TensorProto{dtype (1), tensor_shape (2), tensor_content (4)}}} and {@code
 * PredictResponse{outputs (1) as map of TensorProto{…, tensor_content (4), float_val (5)}}}; see
 * tensorflow_serving/apis/predict.proto and tensorflow/core/framework/tensor.proto.
 */
public final class PredictMessages {
  /** The signature that a policy's SavedModel has. */
  public static final String SIGNATURE = "serving_default";

  /** The output that is the greedy action on the unit scale. */
  public static final String UNIT_ACTION = "unit_action";

  private static final int DT_FLOAT = 1;
  private static final int DT_INT32 = 3;

  private PredictMessages() {}

  /**
   * A request for one state.
   *
   * @param version which of the model's; empty for the server's newest
   */
  public static byte[] request(
      String model,
      Optional<ModelVersion> version,
      StateTensors.Shapes shapes,
      StateTensors state) {
    Wire.Writer spec = new Wire.Writer().text(1, model);
    version.ifPresent(known -> spec.message(2, new Wire.Writer().number(1, known.number())));
    spec.text(3, SIGNATURE);
    return new Wire.Writer()
        .message(1, spec)
        .message(2, input("items", floats(state.items(), 1, shapes.length(), shapes.dimension())))
        .message(2, input("mask", floats(state.mask(), 1, shapes.length())))
        .message(2, input("dense", floats(state.dense(), 1, shapes.dense())))
        .message(2, input("ids", ints(state.ids(), 1, shapes.rows().length)))
        .toBytes();
  }

  private static Wire.Writer input(String name, Wire.Writer tensor) {
    return new Wire.Writer().text(1, name).message(2, tensor);
  }

  private static Wire.Writer floats(float[] values, int... shape) {
    ByteBuffer content = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    content.asFloatBuffer().put(values);
    return tensor(DT_FLOAT, content.array(), shape);
  }

  private static Wire.Writer ints(int[] values, int... shape) {
    ByteBuffer content = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    content.asIntBuffer().put(values);
    return tensor(DT_INT32, content.array(), shape);
  }

  private static Wire.Writer tensor(int type, byte[] content, int... shape) {
    Wire.Writer dimensions = new Wire.Writer();
    for (int size : shape) {
      dimensions.message(2, new Wire.Writer().number(1, size));
    }
    return new Wire.Writer().number(1, type).message(2, dimensions).bytes(4, content);
  }

  /**
   * The state that a request for one state tells, as {@link #request} writes it.
   *
   * @throws RuntimeException when it is no such request, or of other shapes
   */
  static StateTensors state(ByteBuffer request, StateTensors.Shapes shapes) {
    Map<String, ByteBuffer> inputs = new HashMap<>();
    Wire.Reader message = new Wire.Reader(request);
    while (message.next()) {
      if (message.field() == 2 && message.kind() == Wire.BYTES) {
        ByteBuffer entry = message.bytes();
        String name = UTF_8.decode(new Wire.Reader(entry).only(1)).toString();
        inputs.put(name, new Wire.Reader(entry).only(2));
      } else {
        message.skip();
      }
    }
    float[] items = floats(inputs, "items", 1, shapes.length(), shapes.dimension());
    float[] mask = floats(inputs, "mask", 1, shapes.length());
    float[] dense = floats(inputs, "dense", 1, shapes.dense());
    int[] ids = ints(inputs, "ids", 1, shapes.rows().length);
    for (int i = 0; i < ids.length; i++) {
      Objects.checkIndex(ids[i], shapes.rows()[i]);
    }
    return new StateTensors(items, mask, dense, ids);
  }

  private static float[] floats(Map<String, ByteBuffer> inputs, String name, int... shape) {
    FloatBuffer content = content(inputs, name, DT_FLOAT, shape).asFloatBuffer();
    float[] values = new float[content.remaining()];
    content.get(values);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(name + " holds " + value);
      }
    }
    return values;
  }

  private static int[] ints(Map<String, ByteBuffer> inputs, String name, int... shape) {
    IntBuffer content = content(inputs, name, DT_INT32, shape).asIntBuffer();
    int[] values = new int[content.remaining()];
    content.get(values);
    return values;
  }

  /** The memory of an input, which must be of this type and shape. */
  private static ByteBuffer content(
      Map<String, ByteBuffer> inputs, String name, int type, int... shape) {
    ByteBuffer tensor = inputs.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no input " + name);
    }
    ByteBuffer content = new Wire.Reader(tensor).only(4);
    byte[] memory = new byte[content.remaining()];
    content.get(memory);
    int size = Arrays.stream(shape).reduce(4, Math::multiplyExact);
    ByteBuffer written = ByteBuffer.wrap(tensor(type, memory, shape).toBytes());
    if (memory.length != size || !written.equals(tensor)) {
      throw new IllegalArgumentException(
          name + " is not of type " + type + " and shape " + Arrays.toString(shape));
    }
    return ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The greedy action that a response for one state holds: [actions].
   *
   * @throws IllegalArgumentException when it is no such response
   */
  public static double[] unitAction(byte[] response) {
    try {
      Wire.Reader message = new Wire.Reader(ByteBuffer.wrap(response));
      while (message.next()) {
        if (message.field() != 1 || message.kind() != Wire.BYTES) {
          message.skip();
          continue;
        }
        Optional<double[]> found = output(message.message());
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the response is cut", e);
    }
    throw new IllegalArgumentException("the response has no output " + UNIT_ACTION);
  }

  /** An entry of the outputs; empty when it is of another name. */
  private static Optional<double[]> output(Wire.Reader entry) {
    boolean wanted = false;
    double[] values = {};
    while (entry.next()) {
      if (entry.field() == 1 && entry.kind() == Wire.BYTES) {
        wanted = UTF_8.decode(entry.bytes()).toString().equals(UNIT_ACTION);
      } else if (entry.field() == 2 && entry.kind() == Wire.BYTES) {
        values = floats(entry.message());
      } else {
        entry.skip();
      }
    }
    return wanted ? Optional.of(values) : Optional.empty();
  }

  /** A tensor's numbers, packed or not, or as the bytes of its memory. */
  private static double[] floats(Wire.Reader tensor) {
    List<Double> values = new ArrayList<>();
    while (tensor.next()) {
      if ((tensor.field() == 4 || tensor.field() == 5) && tensor.kind() == Wire.BYTES) {
        FloatBuffer content = tensor.bytes().asFloatBuffer();
        while (content.hasRemaining()) {
          values.add((double) content.get());
        }
      } else if (tensor.field() == 5 && tensor.kind() == Wire.FIXED_32) {
        values.add((double) tensor.fixed32());
      } else {
        tensor.skip();
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
