package io.pageturner.pipeline.codec;

import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;

/** The events topic: pages shown, feedback, heartbeats, a log's end. */
public final class EventCodec implements RecordCodec<LogRecord> {
  /** An event's greatest size: Kafka's own default limit for one record. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String PAGE = "page";
  private static final String HEARTBEAT = "heartbeat";
  private static final String END = "end";

  /** The bytes of an event. */
  public byte[] encode(Event event) {
    if (event instanceof Event.PageShown shown) {
      return Json.encode(PAGE, json -> DecisionJson.write(json, shown.decision()));
    }
    Feedback feedback = ((Event.FeedbackGiven) event).feedback();
    return Json.encode(FeedbackJson.kind(feedback), json -> FeedbackJson.write(json, feedback));
  }

  @Override
  public byte[] encode(LogRecord log) {
    if (log instanceof LogRecord.Logged logged) {
      return encode(logged.event());
    }
    String kind = log instanceof LogRecord.End ? END : HEARTBEAT;
    return Json.encode(kind, json -> json.writeNumberField("time", log.time().toEpochMilli()));
  }

  @Override
  public LogRecord decode(byte[] bytes) {
    if (bytes != null && bytes.length > MAX_BYTES) {
      throw new MalformedRecordException(
          "the record has " + bytes.length + " bytes, at most " + MAX_BYTES + " are allowed");
    }
    return Json.decode(bytes, EventCodec::read);
  }

  private static LogRecord read(Fields fields) {
    String kind = fields.text("kind");
    return switch (kind) {
      case HEARTBEAT -> new LogRecord.Heartbeat(fields.time("time"));
      case END -> new LogRecord.End(fields.time("time"));
      case PAGE -> new LogRecord.Logged(new Event.PageShown(DecisionJson.read(fields)));
      default -> new LogRecord.Logged(new Event.FeedbackGiven(FeedbackJson.read(kind, fields)));
    };
  }
}
