package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** {@code POST /v1/config/reload}: agents and shares as the configuration tells them now. */
record ReloadEndpoint(Json json, Reconfiguration reconfiguration) implements Endpoint.Direct {
  @Override
  public Answer answer(ApiRequest request) {
    if (request.body().length > 0) {
      json.read(request.body()).object(Set.of());
    }
    try {
      Reconfiguration.InForce now = reconfiguration.reload();
      return Answer.json(Json.write(out -> write(out, now)));
    } catch (IllegalArgumentException e) {
      throw new ApiException(422, "configuration_refused", e.getMessage());
    } catch (IllegalStateException e) {
      throw new ApiException(409, "not_now", e.getMessage());
    } catch (IOException e) {
      throw new ApiException(409, "not_taken_up", e.getMessage());
    }
  }

  private static void write(JsonGenerator out, Reconfiguration.InForce now) throws IOException {
    out.writeStartObject();
    Json.writeTexts(out, "agents", now.agents());
    Json.writeTexts(out, "added", now.added());
    out.writeObjectFieldStart("shares");
    for (Map.Entry<String, Double> share : now.shares().entrySet()) {
      out.writeNumberField(share.getKey(), share.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
