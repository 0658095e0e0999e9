package io.pageturner.pipeline.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import java.io.IOException;

/** The transitions topic; a record without {@code next} is terminal. */
public final class TransitionCodec implements RecordCodec<Transition> {
  private static final String KIND = "transition";

  @Override
  public byte[] encode(Transition transition) {
    return Json.encode(KIND, json -> write(json, transition));
  }

  @Override
  public Transition decode(byte[] bytes) {
    return Json.decode(KIND, bytes, TransitionCodec::read);
  }

  private static void write(JsonGenerator json, Transition t) throws IOException {
    json.writeStringField("page", t.page().value());
    json.writeStringField("user", t.user().value());
    json.writeStringField("session", t.session().value());
    json.writeNumberField("pageIndex", t.pageIndex());
    json.writeNumberField("time", t.time().toEpochMilli());
    json.writeStringField("bucket", t.bucket().value());
    json.writeStringField("policy", t.policy());
    json.writeNumberField("version", t.version().number());
    DecisionJson.writeState(json, "state", t.state());
    Json.writeNumbers(json, "action", t.action().toArray());
    json.writeNumberField("propensity", t.propensity());
    json.writeNumberField("reward", t.reward());
    Json.writeUnlessEmpty(json, "rewards", t.rewards());
    if (t.next().isPresent()) {
      DecisionJson.writeState(json, "next", t.next().get());
    }
  }

  private static Transition read(Fields fields) {
    return new Transition(
        new PageId(fields.text("page")),
        new UserId(fields.text("user")),
        new SessionId(fields.text("session")),
        fields.count("pageIndex"),
        fields.time("time"),
        new BucketName(fields.text("bucket")),
        fields.text("policy"),
        new ModelVersion(fields.integer("version")),
        fields.object("state", DecisionJson::readState),
        Action.of(fields.numbers("action")),
        fields.number("propensity"),
        fields.number("reward"),
        fields.optionalText("rewards").orElse(""),
        fields.optionalObject("next", DecisionJson::readState));
  }
}
