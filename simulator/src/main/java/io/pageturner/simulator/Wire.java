package io.pageturner.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.ItemId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The server's JSON as a client writes and reads it: {@code /v1/rank} and {@code /v1/events}. */
final class Wire {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper TREES = new ObjectMapper(JSON);

  private Wire() {}

  /** A served page. */
  record Page(String id, String bucket, long modelVersion, List<ItemId> items) {}

  /** How many events the server took. */
  record Receipt(int accepted, int rejected) {}

  /**
   * One event to send.
   *
   * @param id unique over all runs
   * @param reaction what happened; null for a leave
   */
  record Sent(String id, Reaction reaction, Instant time) {}

  /** Body of {@code POST /v1/rank}. */
  static byte[] rank(PageRequest request, String session) {
    return write(
        json -> {
          json.writeStringField("user", request.user().value());
          json.writeStringField("session", session);
          // Named here: a page that is asked for again, of another node, is the same page.
          json.writeStringField("pageId", session + "/" + request.pageIndex());
          json.writeNumberField("pageIndex", request.pageIndex());
          json.writeNumberField("limit", request.limit());
          writeContext(json, request.context());
          json.writeArrayFieldStart("candidates");
          for (Candidate candidate : request.candidates()) {
            writeCandidate(json, candidate);
          }
          json.writeEndArray();
        });
  }

  private static void writeContext(JsonGenerator json, PageRequest.Context context)
      throws IOException {
    json.writeObjectFieldStart("context");
    json.writeStringField("entry", context.entry().id());
    json.writeStringField("device", context.device());
    json.writeNumberField("distance", context.distance());
    json.writeNumberField("queryWords", context.queryWords());
    json.writeNumberField("lastPageClicks", context.lastPageClicks());
    json.writeEndObject();
  }

  private static void writeCandidate(JsonGenerator json, Candidate candidate) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", candidate.item().value());
    json.writeObjectFieldStart("scores");
    json.writeNumberField("click", candidate.click());
    json.writeNumberField("order", candidate.order());
    json.writeEndObject();
    json.writeObjectFieldStart("features");
    json.writeNumberField("price", candidate.price());
    json.writeStringField("category", candidate.category());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Body of {@code POST /v1/events}. */
  static byte[] events(PageRequest request, String session, String page, List<Sent> events) {
    return write(
        json -> {
          json.writeArrayFieldStart("events");
          for (Sent event : events) {
            json.writeStartObject();
            json.writeStringField("id", event.id());
            json.writeStringField("user", request.user().value());
            json.writeStringField("session", session);
            json.writeStringField("pageId", page);
            json.writeNumberField("time", event.time().toEpochMilli());
            writeKind(json, event.reaction());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeKind(JsonGenerator json, Reaction reaction) throws IOException {
    if (reaction == null) {
      json.writeStringField("type", "leave");
      return;
    }
    json.writeStringField("item", reaction.item().value());
    if (reaction instanceof Reaction.Clicked clicked) {
      json.writeStringField("type", "click");
      json.writeStringField("category", clicked.category());
    } else if (reaction instanceof Reaction.Ordered ordered) {
      json.writeStringField("type", "order");
      json.writeStringField("category", ordered.category());
    } else {
      json.writeStringField("type", "dwell");
      json.writeNumberField("dwellMillis", ((Reaction.Dwelt) reaction).dwell().toMillis());
    }
  }

  /**
   * Reads the answer to {@code POST /v1/rank}.
   *
   * @throws UncheckedIOException when it is not JSON
   * @throws IllegalArgumentException when it is not a page
   */
  static Page page(byte[] body) {
    JsonNode answer = read(body);
    List<ItemId> items = new ArrayList<>();
    for (JsonNode item : answer.path("items")) {
      items.add(new ItemId(item.path("id").textValue()));
    }
    JsonNode id = answer.path("pageId");
    if (!id.isTextual() || items.isEmpty()) {
      throw new IllegalArgumentException("not a page: " + answer);
    }
    return new Page(
        id.textValue(),
        answer.path("bucket").asText("?"),
        answer.path("modelVersion").asLong(),
        items);
  }

  /** Reads the answer to {@code POST /v1/events}. */
  static Receipt receipt(byte[] body) {
    JsonNode answer = read(body);
    return new Receipt(answer.path("accepted").asInt(), answer.path("rejected").asInt());
  }

  private static JsonNode read(byte[] body) {
    try {
      return TREES.readTree(body);
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] write(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return bytes.toByteArray();
  }
}
