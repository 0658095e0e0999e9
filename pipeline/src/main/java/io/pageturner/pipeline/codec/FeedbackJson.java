package io.pageturner.pipeline.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Feedback's fields in JSON. */
final class FeedbackJson {
  static final String CLICK = "click";
  static final String ORDER = "order";
  static final String DWELL = "dwell";
  static final String LEAVE = "leave";

  /** The same bound as serving's: sums of dwell stay far from overflowing. */
  private static final Duration LONGEST_DWELL = Duration.ofDays(1);

  private FeedbackJson() {}

  static String kind(Feedback feedback) {
    if (feedback instanceof Feedback.Click) {
      return CLICK;
    }
    if (feedback instanceof Feedback.Order) {
      return ORDER;
    }
    return feedback instanceof Feedback.Dwell ? DWELL : LEAVE;
  }

  static void write(JsonGenerator json, Feedback feedback) throws IOException {
    json.writeStringField("id", feedback.id().value());
    json.writeStringField("user", feedback.user().value());
    json.writeStringField("session", feedback.session().value());
    json.writeNumberField("time", feedback.time().toEpochMilli());
    if (feedback.page().isPresent()) {
      json.writeStringField("page", feedback.page().get().value());
    }
    if (feedback instanceof Feedback.OnItem onItem) {
      json.writeStringField("item", onItem.item().value());
    }
    if (feedback instanceof Feedback.ItemAction action && action.category().isPresent()) {
      json.writeStringField("category", action.category().get());
    }
    if (feedback instanceof Feedback.Dwell dwell) {
      json.writeNumberField("dwellMillis", dwell.dwell().toMillis());
    }
  }

  /** Writes feedback as a field of another record. */
  static void writeNested(JsonGenerator json, Feedback feedback) throws IOException {
    json.writeObjectFieldStart("feedback");
    json.writeStringField("kind", kind(feedback));
    write(json, feedback);
    json.writeEndObject();
  }

  static Feedback readNested(Fields fields) {
    return fields.object("feedback", nested -> read(nested.text("kind"), nested));
  }

  static Feedback read(String kind, Fields fields) {
    return switch (kind) {
      case CLICK -> readAction(fields, Feedback.Click::new);
      case ORDER -> readAction(fields, Feedback.Order::new);
      case DWELL -> readDwell(fields);
      case LEAVE -> readLeave(fields);
      default -> throw new MalformedRecordException("kind '" + kind + "' is not known");
    };
  }

  /** The constructor that click and order share. */
  private interface ActionConstructor {
    Feedback make(
        EventId id,
        UserId user,
        SessionId session,
        Instant time,
        Optional<PageId> page,
        ItemId item,
        Optional<String> category);
  }

  private static Feedback readAction(Fields fields, ActionConstructor constructor) {
    return constructor.make(
        new EventId(fields.text("id")),
        new UserId(fields.text("user")),
        new SessionId(fields.text("session")),
        fields.time("time"),
        fields.optionalText("page").map(PageId::new),
        new ItemId(fields.text("item")),
        fields.optionalText("category"));
  }

  private static Feedback readDwell(Fields fields) {
    return new Feedback.Dwell(
        new EventId(fields.text("id")),
        new UserId(fields.text("user")),
        new SessionId(fields.text("session")),
        fields.time("time"),
        fields.optionalText("page").map(PageId::new),
        new ItemId(fields.text("item")),
        fields.duration("dwellMillis", LONGEST_DWELL));
  }

  private static Feedback readLeave(Fields fields) {
    return new Feedback.Leave(
        new EventId(fields.text("id")),
        new UserId(fields.text("user")),
        new SessionId(fields.text("session")),
        fields.time("time"),
        fields.optionalText("page").map(PageId::new));
  }
}
