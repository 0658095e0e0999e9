package io.pageturner.serving.remote;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.serving.model.PredictMessages;
import io.pageturner.serving.model.StateTensors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/** The call over TensorFlow Serving's RESTful API, one instance a call. */
final class RestPredict implements Predict {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a server, or a proxy before it, says that is gone, too slow, overloaded, or lets nobody
   * in, whatever the version.
   */
  private static final Set<Integer> UNWELL = Set.of(401, 403, 407, 408, 429, 502, 503, 504);

  private final HttpClient client;
  private final RemoteSettings settings;

  RestPredict(Vertx vertx, RemoteSettings settings) {
    this.settings = settings;
    this.client = vertx.createHttpClient(settings.client());
  }

  @Override
  public Future<double[]> unitAction(Model model, StateTensors state, Duration timeout) {
    String path = "/v1/models/" + model.name() + "/versions/" + model.version() + ":predict";
    RequestOptions options =
        Predict.post(settings, path, timeout).putHeader("content-type", "application/json");
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(body(model, state))))
        .compose(response -> response.body().map(body -> action(response.statusCode(), body)));
  }

  private static byte[] body(Model model, StateTensors state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("signature_name", PredictMessages.SIGNATURE);
      json.writeArrayFieldStart("instances");
      json.writeStartObject();
      json.writeArrayFieldStart("items");
      int dimension = model.shapes().dimension();
      for (int step = 0; step < model.shapes().length(); step++) {
        writeArray(json, state.items(), step * dimension, dimension);
      }
      json.writeEndArray();
      json.writeFieldName("mask");
      writeArray(json, state.mask(), 0, state.mask().length);
      json.writeFieldName("dense");
      writeArray(json, state.dense(), 0, state.dense().length);
      json.writeFieldName("ids");
      json.writeArray(state.ids(), 0, state.ids().length);
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void writeArray(JsonGenerator json, float[] values, int from, int size)
      throws IOException {
    json.writeStartArray();
    for (int i = from; i < from + size; i++) {
      json.writeNumber(values[i]);
    }
    json.writeEndArray();
  }

  private static double[] action(int status, Buffer body) {
    if (status != 200) {
      String text = body.toString();
      String said =
          "HTTP status " + status + ": " + text.substring(0, Math.min(200, text.length()));
      if (UNWELL.contains(status)) {
        throw new IllegalStateException(said);
      }
      throw new WrongAnswerException(said, null);
    }
    JsonNode values;
    try {
      values = JSON.readTree(body.getBytes()).at("/predictions/0/" + PredictMessages.UNIT_ACTION);
    } catch (IOException e) {
      throw new WrongAnswerException("the answer is not JSON", e);
    }
    if (!values.isArray()) {
      throw new WrongAnswerException("the answer has no prediction", null);
    }
    double[] unit = new double[values.size()];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = values.get(i).doubleValue();
    }
    return unit;
  }
}
