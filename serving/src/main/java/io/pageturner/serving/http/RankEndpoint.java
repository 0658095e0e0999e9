package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.Decision;
import io.pageturner.serving.rank.RankAnswer;
import io.pageturner.serving.rank.RankService;
import io.pageturner.serving.rank.RankedItem;
import java.io.IOException;

/** {@code POST /v1/rank}. */
record RankEndpoint(Json json, RankRequestReader reader, RankService service)
    implements Endpoint.Direct {
  @Override
  public Answer answer(ApiRequest request) {
    RankAnswer answer = service.rank(json.read(request.body(), reader::read), request.deadline());
    return Answer.json(Json.write(out -> write(out, answer)));
  }

  private static void write(JsonGenerator out, RankAnswer answer) throws IOException {
    Decision decision = answer.decision();
    out.writeStartObject();
    out.writeStringField("pageId", decision.page().value());
    out.writeNumberField("pageIndex", decision.pageIndex());
    out.writeArrayFieldStart("items");
    int position = 0;
    for (RankedItem item : answer.items()) {
      out.writeStartObject();
      out.writeStringField("id", item.candidate().item().value());
      out.writeNumberField("position", position++);
      out.writeNumberField("score", item.fused());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("bucket", decision.bucket().value());
    out.writeStringField("policy", decision.policy());
    out.writeArrayFieldStart("action");
    for (double factor : decision.action().toArray()) {
      out.writeNumber(factor);
    }
    out.writeEndArray();
    out.writeNumberField("propensity", decision.propensity());
    out.writeNumberField("modelVersion", decision.version().number());
    out.writeEndObject();
  }
}
