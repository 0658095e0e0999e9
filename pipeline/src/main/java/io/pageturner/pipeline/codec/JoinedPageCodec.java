package io.pageturner.pipeline.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import java.io.IOException;
import java.time.Duration;

/**
 * The samples topic: one record is one page with all its samples, the page's fields once and one
 * outcome per shown item, in the order of the items.
 */
public final class JoinedPageCodec implements RecordCodec<JoinedPage> {
  private static final String KIND = "samples";

  @Override
  public byte[] encode(JoinedPage page) {
    return Json.encode(KIND, json -> write(json, page));
  }

  @Override
  public JoinedPage decode(byte[] bytes) {
    return Json.decode(KIND, bytes, JoinedPageCodec::read);
  }

  static void write(JsonGenerator json, JoinedPage page) throws IOException {
    json.writeObjectFieldStart("decision");
    DecisionJson.write(json, page.decision());
    json.writeEndObject();
    json.writeArrayFieldStart("outcomes");
    for (ItemOutcome outcome : page.outcomes()) {
      json.writeStartObject();
      json.writeNumberField("clicks", outcome.clicks());
      json.writeNumberField("orders", outcome.orders());
      json.writeNumberField("dwellMillis", outcome.dwell().toMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("left", page.left());
    json.writeNumberField("joinedAt", page.joinedAt().toEpochMilli());
  }

  static JoinedPage read(Fields fields) {
    return new JoinedPage(
        fields.object("decision", DecisionJson::read),
        fields.objects("outcomes", JoinedPageCodec::readOutcome),
        fields.flag("left"),
        fields.time("joinedAt"));
  }

  private static ItemOutcome readOutcome(Fields fields) {
    return new ItemOutcome(
        fields.count("clicks"),
        fields.count("orders"),
        Duration.ofMillis(fields.integer("dwellMillis")));
  }
}
