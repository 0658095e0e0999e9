package io.pageturner.pipeline.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.io.IOException;

/** The episodes topic. */
public final class EpisodeCodec implements RecordCodec<Episode> {
  private static final String KIND = "episode";

  @Override
  public byte[] encode(Episode episode) {
    return Json.encode(KIND, json -> write(json, episode));
  }

  @Override
  public Episode decode(byte[] bytes) {
    return Json.decode(KIND, bytes, EpisodeCodec::read);
  }

  private static void write(JsonGenerator json, Episode episode) throws IOException {
    json.writeStringField("user", episode.user().value());
    json.writeStringField("session", episode.session().value());
    json.writeStringField("bucket", episode.bucket().value());
    json.writeArrayFieldStart("pages");
    for (Episode.Page page : episode.pages()) {
      writePage(json, page);
    }
    json.writeEndArray();
    json.writeStringField("end", nameOf(episode.end()));
    json.writeNumberField("endedAt", episode.endedAt().toEpochMilli());
    Json.writeUnlessEmpty(json, "rewards", episode.rewards());
  }

  private static Episode read(Fields fields) {
    return new Episode(
        new UserId(fields.text("user")),
        new SessionId(fields.text("session")),
        new BucketName(fields.text("bucket")),
        fields.objects("pages", EpisodeCodec::readPage),
        endNamed(fields.text("end")),
        fields.time("endedAt"),
        fields.optionalText("rewards").orElse(""));
  }

  private static void writePage(JsonGenerator json, Episode.Page page) throws IOException {
    json.writeStartObject();
    json.writeStringField("page", page.page().value());
    json.writeNumberField("time", page.time().toEpochMilli());
    json.writeNumberField("version", page.version().number());
    Json.writeNumbers(json, "action", page.action().toArray());
    json.writeNumberField("clicks", page.clicks());
    json.writeNumberField("orders", page.orders());
    json.writeNumberField("dwellMillis", page.dwellMillis());
    json.writeNumberField("reward", page.reward());
    json.writeEndObject();
  }

  private static Episode.Page readPage(Fields fields) {
    return new Episode.Page(
        new PageId(fields.text("page")),
        fields.time("time"),
        new ModelVersion(fields.integer("version")),
        Action.of(fields.numbers("action")),
        fields.count("clicks"),
        fields.count("orders"),
        fields.integer("dwellMillis"),
        fields.number("reward"));
  }

  private static String nameOf(Episode.End end) {
    return switch (end) {
      case LEAVE -> "leave";
      case GAP -> "gap";
      case CUT -> "cut";
    };
  }

  private static Episode.End endNamed(String name) {
    return switch (name) {
      case "leave" -> Episode.End.LEAVE;
      case "gap" -> Episode.End.GAP;
      case "cut" -> Episode.End.CUT;
      default -> throw new MalformedRecordException("end is '" + name + "', not leave, gap or cut");
    };
  }
}
