package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.codec.MalformedRecordException;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.kafka.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of the event log, as item embeddings are trained from. */
public final class LoggedSessions {
  private LoggedSessions() {}

  private record SessionKey(UserId user, SessionId session) {}

  /**
   * Reads the log of a configuration to its end.
   *
   * @return of each session the items acted on, in the order of time; sessions in the log's order
   */
  public static List<List<ItemId>> read(PageturnerConfig config) throws IOException {
    try (Closing closing = new Closing()) {
      OpenLog log = OpenLog.open(config.log(), new DataDirectory(config.dataDirectory()), closing);
      Map<SessionKey, List<Feedback.OnItem>> sessions = new LinkedHashMap<>();
      try (RecordReader<Optional<Feedback.OnItem>> reader =
          new RecordReader<>(log.kafka(), log.topics().events(), new OnItems())) {
        reader.readToEnd(found -> found.ifPresent(answer -> add(sessions, answer)));
      }
      return sessions.values().stream().map(LoggedSessions::items).toList();
    }
  }

  private static void add(Map<SessionKey, List<Feedback.OnItem>> sessions, Feedback.OnItem answer) {
    SessionKey key = new SessionKey(answer.user(), answer.session());
    sessions.computeIfAbsent(key, k -> new ArrayList<>()).add(answer);
  }

  /** An event that was logged twice counts once. */
  private static List<ItemId> items(List<Feedback.OnItem> answers) {
    Map<String, Feedback.OnItem> byEvent = new LinkedHashMap<>();
    answers.forEach(answer -> byEvent.putIfAbsent(answer.id().value(), answer));
    return byEvent.values().stream()
        .sorted(Comparator.comparing(Feedback.OnItem::time))
        .map(Feedback.OnItem::item)
        .toList();
  }

  /** Picks the answers on items; what cannot be read was told of by the stream job already. */
  private static final class OnItems implements RecordCodec<Optional<Feedback.OnItem>> {
    private final EventCodec events = new EventCodec();

    @Override
    public byte[] encode(Optional<Feedback.OnItem> answer) {
      return events.encode(new Event.FeedbackGiven(answer.orElseThrow()));
    }

    @Override
    public Optional<Feedback.OnItem> decode(byte[] bytes) {
      try {
        return events.decode(bytes) instanceof LogRecord.Logged logged
                && logged.event() instanceof Event.FeedbackGiven given
                && given.feedback() instanceof Feedback.OnItem onItem
            ? Optional.of(onItem)
            : Optional.empty();
      } catch (MalformedRecordException e) {
        return Optional.empty();
      }
    }
  }
}
