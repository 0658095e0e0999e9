package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.ActionSpace;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import io.pageturner.serving.http.Route.Lane;
import io.pageturner.serving.model.Lease;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PredictMessages;
import io.pageturner.serving.model.StateTensors;
import io.pageturner.serving.model.TensorPolicy;
import io.pageturner.serving.model.UnreachableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * TensorFlow Serving's REST calls for the live version of one model: status, metadata, predict. So
 * what asks a TensorFlow Serving today can ask this server for the same tensors.
 *
 * <p>Answers have the shapes of its RESTful API; errors are this API's. There is one version, the
 * live one, and one signature, {@code serving_default}.
 *
 * @param name of the model, part of the paths as it stands here: no other name leads anywhere
 */
record TensorFlowServing(Json json, String name, ModelServer<?> server) {
  static final Set<String> FIELDS = Set.of("signature_name", "instances", "inputs");
  private static final String SIGNATURE = PredictMessages.SIGNATURE;
  private static final Set<String> TENSORS = Set.of("items", "mask", "dense", "ids");
  private static final int MOST = 1_000;

  /** What a state's tensors lead to. */
  private record Prediction(double[] unit, double[] action) {}

  List<Route> routes() {
    String path = "/v1/models/" + name;
    return List.of(
        route("GET", path, this::status),
        route("GET", path + "/metadata", this::metadata),
        route("POST", path + ":predict", this::predict),
        route("POST", path + "/versions/{call}", this::predict));
  }

  private static Route route(String method, String path, Endpoint.Direct endpoint) {
    return new Route(method, path, Scope.RANK, Lane.REQUESTS, Endpoint.direct(endpoint));
  }

  private Answer status(ApiRequest request) {
    try (Lease<? extends TensorPolicy> lease = acquire()) {
      String version = lease.model().version().toString();
      return Answer.json(Json.write(out -> writeStatus(out, version)));
    }
  }

  private Answer metadata(ApiRequest request) {
    try (Lease<? extends TensorPolicy> lease = acquire()) {
      TensorPolicy policy = lease.model();
      return Answer.json(Json.write(out -> writeMetadata(out, policy)));
    }
  }

  private Answer predict(ApiRequest request) {
    JsonPart body = json.read(request.body()).object(FIELDS);
    body.field("signature_name").ifPresent(TensorFlowServing::requireSignature);
    Optional<JsonPart> rows = body.field("instances");
    try (Lease<? extends TensorPolicy> lease = acquire()) {
      requireAsked(request.path().get("call"), lease.model());
      TensorReader reader = new TensorReader(lease.model().shapes());
      List<StateTensors> states =
          rows.isPresent()
              ? instances(rows.get(), reader)
              : inputs(body.required("inputs"), reader);
      List<Prediction> predictions = new ArrayList<>();
      for (StateTensors state : states) {
        predictions.add(prediction(lease.model(), state));
      }
      return Answer.json(Json.write(out -> writePredictions(out, rows.isPresent(), predictions)));
    }
  }

  /**
   * A call may name its version.
   *
   * @param call such as {@code 12:predict}; null for whichever is live
   */
  private void requireAsked(String call, TensorPolicy policy) {
    if (call != null && !call.equals(policy.version() + ":predict")) {
      throw new ApiException(
          404, "unknown_version", "version " + policy.version() + " of " + name + " is live");
    }
  }

  private static void requireSignature(JsonPart part) {
    if (!part.text().equals(SIGNATURE)) {
      throw part.outOfRange("the one signature is " + SIGNATURE);
    }
  }

  /** Row by row: each element has all tensors of one state. */
  private static List<StateTensors> instances(JsonPart rows, TensorReader reader) {
    List<StateTensors> states = new ArrayList<>();
    for (JsonPart row : bounded(rows)) {
      row.object(TENSORS);
      states.add(
          reader.state(
              row.required("items"),
              row.required("mask"),
              row.required("dense"),
              row.required("ids")));
    }
    return states;
  }

  /** Tensor by tensor: each has all states. */
  private static List<StateTensors> inputs(JsonPart inputs, TensorReader reader) {
    inputs.object(TENSORS);
    List<JsonPart> items = bounded(inputs.required("items"));
    List<JsonPart> mask = bounded(inputs.required("mask"));
    List<JsonPart> dense = bounded(inputs.required("dense"));
    List<JsonPart> ids = bounded(inputs.required("ids"));
    if (mask.size() != items.size() || dense.size() != items.size() || ids.size() != items.size()) {
      throw inputs.outOfRange("items, mask, dense and ids must have as many rows each");
    }
    List<StateTensors> states = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      states.add(reader.state(items.get(i), mask.get(i), dense.get(i), ids.get(i)));
    }
    return states;
  }

  private static List<JsonPart> bounded(JsonPart rows) {
    List<JsonPart> elements = rows.elements();
    if (elements.isEmpty() || elements.size() > MOST) {
      throw new InvalidRequestException(
          elements.isEmpty() ? Kind.MISSING_FIELD : Kind.TOO_MANY,
          rows.path(),
          "1 to " + MOST + " rows per request, were " + elements.size());
    }
    return elements;
  }

  private static Prediction prediction(TensorPolicy policy, StateTensors state) {
    double[] unit;
    try {
      unit = policy.unitAction(state);
    } catch (UnreachableException e) {
      throw new ApiException(
          ApiError.tryAgain("unreachable", "what executes the policy does not answer; try again"));
    }
    ActionSpace space = policy.actions();
    return new Prediction(unit, space.actionFromUnit(unit).toArray());
  }

  @SuppressWarnings("unchecked") // Of leases only the model's type is seen, and it was looked at.
  private Lease<? extends TensorPolicy> acquire() {
    Optional<? extends Lease<?>> lease = server.acquire();
    if (lease.isPresent() && lease.get().model() instanceof TensorPolicy) {
      return (Lease<? extends TensorPolicy>) lease.get();
    }
    lease.ifPresent(Lease::close);
    throw new ApiException(404, "unknown_version", "no version of " + name + " is live");
  }

  private static void writeStatus(JsonGenerator out, String version) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("model_version_status");
    out.writeStartObject();
    out.writeStringField("version", version);
    out.writeStringField("state", "AVAILABLE");
    out.writeObjectFieldStart("status");
    out.writeStringField("error_code", "OK");
    out.writeStringField("error_message", "");
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
  }

  private void writeMetadata(JsonGenerator out, TensorPolicy policy) throws IOException {
    StateTensors.Shapes shapes = policy.shapes();
    out.writeStartObject();
    out.writeObjectFieldStart("model_spec");
    out.writeStringField("name", name);
    out.writeStringField("signature_name", "");
    out.writeStringField("version", policy.version().toString());
    out.writeEndObject();
    out.writeObjectFieldStart("metadata");
    out.writeObjectFieldStart("signature_def");
    out.writeObjectFieldStart("signature_def");
    out.writeObjectFieldStart(SIGNATURE);
    out.writeObjectFieldStart("inputs");
    writeTensor(out, "items", "DT_FLOAT", -1, shapes.length(), shapes.dimension());
    writeTensor(out, "mask", "DT_FLOAT", -1, shapes.length());
    writeTensor(out, "dense", "DT_FLOAT", -1, shapes.dense());
    writeTensor(out, "ids", "DT_INT32", -1, shapes.rows().length);
    out.writeEndObject();
    out.writeObjectFieldStart("outputs");
    writeTensor(out, "unit_action", "DT_FLOAT", -1, shapes.actions());
    writeTensor(out, "action", "DT_FLOAT", -1, shapes.actions());
    out.writeEndObject();
    out.writeStringField("method_name", "tensorflow/serving/predict");
    for (int open = 0; open < 5; open++) {
      out.writeEndObject();
    }
  }

  private static void writeTensor(JsonGenerator out, String name, String type, int... shape)
      throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("dtype", type);
    out.writeObjectFieldStart("tensor_shape");
    out.writeArrayFieldStart("dim");
    for (int size : shape) {
      out.writeStartObject();
      out.writeStringField("size", Integer.toString(size));
      out.writeStringField("name", "");
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeBooleanField("unknown_rank", false);
    out.writeEndObject();
    out.writeStringField("name", name + ":0");
    out.writeEndObject();
  }

  private static void writePredictions(
      JsonGenerator out, boolean byRow, List<Prediction> predictions) throws IOException {
    out.writeStartObject();
    if (byRow) {
      out.writeArrayFieldStart("predictions");
      for (Prediction prediction : predictions) {
        out.writeStartObject();
        out.writeFieldName("unit_action");
        writeArray(out, prediction.unit());
        out.writeFieldName("action");
        writeArray(out, prediction.action());
        out.writeEndObject();
      }
      out.writeEndArray();
    } else {
      out.writeObjectFieldStart("outputs");
      out.writeArrayFieldStart("unit_action");
      for (Prediction prediction : predictions) {
        writeArray(out, prediction.unit());
      }
      out.writeEndArray();
      out.writeArrayFieldStart("action");
      for (Prediction prediction : predictions) {
        writeArray(out, prediction.action());
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void writeArray(JsonGenerator out, double[] values) throws IOException {
    out.writeArray(values, 0, values.length);
  }

  /** Reads one state's tensors, checked against the shapes that the policy takes. */
  private record TensorReader(StateTensors.Shapes shapes) {
    StateTensors state(JsonPart items, JsonPart mask, JsonPart dense, JsonPart ids) {
      float[] matrix = new float[shapes.length() * shapes.dimension()];
      List<JsonPart> steps = sized(items, shapes.length());
      for (int step = 0; step < steps.size(); step++) {
        float[] vector = floats(steps.get(step), shapes.dimension());
        System.arraycopy(vector, 0, matrix, step * shapes.dimension(), vector.length);
      }
      float[] happened = floats(mask, shapes.length());
      for (float step : happened) {
        if (step != 0 && step != 1) {
          throw mask.outOfRange("each must be 0 or 1, found " + step);
        }
      }
      return new StateTensors(matrix, happened, floats(dense, shapes.dense()), rows(ids));
    }

    private int[] rows(JsonPart ids) {
      List<JsonPart> elements = sized(ids, shapes.rows().length);
      int[] rows = new int[elements.size()];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (int) elements.get(i).whole(0, shapes.rows()[i] - 1L);
      }
      return rows;
    }

    private static float[] floats(JsonPart part, int size) {
      List<JsonPart> elements = sized(part, size);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) elements.get(i).number();
        if (!Float.isFinite(values[i])) {
          throw elements.get(i).outOfRange("must be a 32-bit float");
        }
      }
      return values;
    }

    private static List<JsonPart> sized(JsonPart part, int size) {
      List<JsonPart> elements = part.elements();
      if (elements.size() != size) {
        throw part.outOfRange("must have " + size + " elements, has " + elements.size());
      }
      return elements;
    }
  }
}
