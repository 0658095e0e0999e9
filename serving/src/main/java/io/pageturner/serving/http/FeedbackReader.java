package io.pageturner.serving.http;

import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RawValues;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.features.DidYouMean;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one event of {@code POST /v1/events}.
 *
 * @param clock what an event without a time happened at
 */
record FeedbackReader(InstantSource clock) {

  /** Known fields by type of event. */
  static final Map<String, Set<String>> FIELDS = fields();

  private static Map<String, Set<String>> fields() {
    Map<String, Set<String>> fields = new LinkedHashMap<>();
    Set<String> action =
        Set.of("id", "type", "user", "session", "time", "pageId", "item", "category");
    fields.put("click", action);
    fields.put("order", action);
    fields.put(
        "dwell", Set.of("id", "type", "user", "session", "time", "pageId", "item", "dwellMillis"));
    fields.put("leave", Set.of("id", "type", "user", "session", "time", "pageId"));
    return fields;
  }

  /**
   * @throws InvalidRequestException that names the wrong part
   */
  Feedback read(JsonPart event) {
    String type = event.object().required("type").text();
    Set<String> known = FIELDS.get(type);
    if (known == null) {
      throw new InvalidRequestException(
          Kind.OUT_OF_RANGE,
          event.required("type").path(),
          "type must be one of "
              + FIELDS.keySet()
              + ", was '"
              + type
              + "'"
              + DidYouMean.suggestion(type, FIELDS.keySet()));
    }
    event.object(known);
    EventId id = event.required("id").id(EventId::new);
    UserId user = event.required("user").id(UserId::new);
    SessionId session = event.required("session").id(SessionId::new);
    Instant time = event.field("time").map(FeedbackReader::time).orElseGet(clock::instant);
    Optional<PageId> page = event.field("pageId").map(part -> part.id(PageId::new));
    return switch (type) {
      case "click" ->
          new Feedback.Click(id, user, session, time, page, item(event), category(event));
      case "order" ->
          new Feedback.Order(id, user, session, time, page, item(event), category(event));
      case "dwell" -> new Feedback.Dwell(id, user, session, time, page, item(event), dwell(event));
      default -> new Feedback.Leave(id, user, session, time, page);
    };
  }

  private static ItemId item(JsonPart event) {
    return event.required("item").id(ItemId::new);
  }

  private static Optional<String> category(JsonPart event) {
    return event
        .field("category")
        .map(
            part -> {
              String category = part.ruled(() -> RawValues.text("category", part.text()));
              if (category.isBlank()) {
                throw part.outOfRange("a category must not be blank");
              }
              return category;
            });
  }

  private static Duration dwell(JsonPart event) {
    long day = Duration.ofDays(1).toMillis();
    return Duration.ofMillis(event.required("dwellMillis").whole(0, day));
  }

  /** Milliseconds since 1970, or ISO-8601. */
  private static Instant time(JsonPart part) {
    if (!part.isText()) {
      return Instant.ofEpochMilli(
          part.whole(0, Instant.parse("9999-01-01T00:00:00Z").toEpochMilli()));
    }
    try {
      return Instant.parse(part.text());
    } catch (DateTimeParseException e) {
      throw part.outOfRange(
          "must be milliseconds since 1970 or ISO-8601 such as 2026-01-31T10:15:30Z");
    }
  }
}
