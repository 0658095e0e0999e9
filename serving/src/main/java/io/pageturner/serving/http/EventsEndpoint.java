package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import io.pageturner.serving.event.EventResult;
import io.pageturner.serving.event.EventService;
import io.pageturner.serving.metrics.ServingMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /v1/events}: each event is accepted or rejected on its own.
 *
 * @param maxBatch greatest number of events per request
 */
record EventsEndpoint(
    Json json, FeedbackReader reader, EventService service, int maxBatch, ServingMetrics metrics)
    implements Endpoint {
  static final Set<String> FIELDS = Set.of("events");

  /** An event's place in the request, its id as far as it is known, and what became of it. */
  private record Entry(String path, String id, EventResult result) {}

  @Override
  public CompletionStage<Answer> answer(ApiRequest request) {
    List<JsonPart> events = json.read(request.body()).object(FIELDS).required("events").elements();
    if (events.isEmpty() || events.size() > maxBatch) {
      throw new InvalidRequestException(
          events.isEmpty() ? Kind.MISSING_FIELD : Kind.TOO_MANY,
          "events",
          "1 to " + maxBatch + " events per request, were " + events.size());
    }
    List<CompletableFuture<Entry>> entries = new ArrayList<>(events.size());
    for (JsonPart event : events) {
      entries.add(take(event));
    }
    return CompletableFuture.allOf(entries.toArray(CompletableFuture[]::new))
        .thenApply(done -> answer(entries.stream().map(CompletableFuture::join).toList()));
  }

  private CompletableFuture<Entry> take(JsonPart event) {
    try {
      var feedback = reader.read(event);
      return service
          .accept(feedback)
          .thenApply(result -> new Entry(event.path(), feedback.id().value(), result));
    } catch (InvalidRequestException e) {
      metrics.rejected("unknown", e.kind().name().toLowerCase(Locale.ROOT));
      String within = e.field().substring(event.path().length()).replaceFirst("^\\.", "");
      EventResult invalid = EventResult.invalid(within, e.getMessage());
      return CompletableFuture.completedFuture(new Entry(event.path(), idOf(event), invalid));
    }
  }

  private static String idOf(JsonPart event) {
    return event.field("id").filter(JsonPart::isText).map(JsonPart::text).orElse("");
  }

  private static Answer answer(List<Entry> entries) {
    boolean noneLogged =
        entries.stream()
            .allMatch(entry -> entry.result().status() == EventResult.Status.NOT_LOGGED);
    if (noneLogged) {
      return ApiError.tryAgain(
              "log_full", "no event was taken: " + entries.get(0).result().reason())
          .answer();
    }
    return Answer.json(Json.write(out -> write(out, entries)));
  }

  private static void write(JsonGenerator out, List<Entry> entries) throws IOException {
    long accepted = entries.stream().filter(entry -> entry.result().accepted()).count();
    out.writeStartObject();
    out.writeNumberField("accepted", accepted);
    out.writeNumberField("rejected", entries.size() - accepted);
    out.writeArrayFieldStart("results");
    for (Entry entry : entries) {
      write(out, entry);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Entry entry) throws IOException {
    EventResult result = entry.result();
    out.writeStartObject();
    out.writeStringField("id", entry.id());
    out.writeStringField("status", result.accepted() ? "accepted" : "rejected");
    if (!result.accepted()) {
      String field = result.field().isEmpty() ? "" : "." + result.field();
      out.writeStringField("field", entry.path() + field);
      out.writeStringField("reason", result.reason());
      out.writeBooleanField("retry", result.status() == EventResult.Status.NOT_LOGGED);
    }
    out.writeEndObject();
  }
}
