package io.pageturner.pipeline.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A decision's fields in JSON; an item's position is its place in the list. */
final class DecisionJson {
  private DecisionJson() {}

  static void write(JsonGenerator json, Decision d) throws IOException {
    json.writeStringField("page", d.page().value());
    json.writeStringField("user", d.user().value());
    json.writeStringField("session", d.session().value());
    json.writeNumberField("pageIndex", d.pageIndex());
    json.writeNumberField("time", d.time().toEpochMilli());
    json.writeStringField("bucket", d.bucket().value());
    json.writeStringField("policy", d.policy());
    json.writeNumberField("version", d.version().number());
    Json.writeNumbers(json, "action", d.action().toArray());
    json.writeNumberField("propensity", d.propensity());
    writeState(json, "state", d.state());
    json.writeArrayFieldStart("items");
    for (ShownItem shown : d.items()) {
      writeShown(json, shown);
    }
    json.writeEndArray();
    json.writeNumberField("candidates", d.candidates());
  }

  static Decision read(Fields fields) {
    return new Decision(
        new PageId(fields.text("page")),
        new UserId(fields.text("user")),
        new SessionId(fields.text("session")),
        fields.count("pageIndex"),
        fields.time("time"),
        new BucketName(fields.text("bucket")),
        fields.text("policy"),
        new ModelVersion(fields.integer("version")),
        Action.of(fields.numbers("action")),
        fields.number("propensity"),
        fields.object("state", DecisionJson::readState),
        inOrder(fields.objects("items", DecisionJson::readShown)),
        fields.count("candidates"));
  }

  static void writeState(JsonGenerator json, String name, State state) throws IOException {
    json.writeObjectFieldStart(name);
    List<String> recent = state.recentItems().stream().map(ItemId::value).toList();
    Json.writeTexts(json, "recentItems", recent);
    Json.writeNumbers(json, "dense", state.dense());
    Json.writeTexts(json, "ids", state.ids());
    json.writeEndObject();
  }

  static State readState(Fields fields) {
    return new State(
        fields.texts("recentItems", ItemId::new), fields.numberMap("dense"), fields.textMap("ids"));
  }

  private static void writeShown(JsonGenerator json, ShownItem shown) throws IOException {
    json.writeStartObject();
    json.writeStringField("item", shown.item().value());
    Json.writeNumbers(json, "scores", shown.scores());
    Json.writeNumbers(json, "dense", shown.dense());
    Json.writeTexts(json, "ids", shown.ids());
    json.writeEndObject();
  }

  private static ShownItem readShown(Fields fields) {
    return new ShownItem(
        new ItemId(fields.text("item")),
        0,
        fields.numbers("scores"),
        fields.numberMap("dense"),
        fields.textMap("ids"));
  }

  private static List<ShownItem> inOrder(List<ShownItem> shown) {
    List<ShownItem> placed = new ArrayList<>(shown.size());
    for (ShownItem s : shown) {
      placed.add(new ShownItem(s.item(), placed.size(), s.scores(), s.dense(), s.ids()));
    }
    return placed;
  }
}
