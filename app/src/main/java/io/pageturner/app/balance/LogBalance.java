package io.pageturner.app.balance;

import io.pageturner.app.ExistingLog;
import io.pageturner.domain.Event;
import io.pageturner.domain.PageId;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.codec.DuplicateCodec;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.LateFeedbackCodec;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.codec.MalformedRecordException;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.codec.UnmatchedFeedbackCodec;
import io.pageturner.pipeline.kafka.Topics;
import java.util.Optional;

/**
 * What became of every event of a log: every page is joined once and has one transition, unless it
 * came aside; every answer is inside of a joined page, late, unmatched or a duplicate.
 *
 * <p>Read back from the topics themselves, committed records only. Page ids are kept in memory,
 * about 100 bytes a page.
 */
public final class LogBalance {
  private final Once shown = new Once();
  private final Once joined = new Once();
  private final Once transitions = new Once();
  private final Answers answers = new Answers();
  private final Answers matched = new Answers();
  private final Answers late = new Answers();
  private final Answers unmatched = new Answers();
  private final Answers duplicates = new Answers();
  private long duplicatePages;
  private long samples;
  private long aside;
  private long deadLetters;

  private LogBalance() {}

  /** Reads every topic to its end. */
  public static LogBalance read(ExistingLog log) {
    LogBalance balance = new LogBalance();
    balance.readResults(log);
    log.read(Topics::events, new ReadableEvents(), event -> event.ifPresent(balance::logged));
    return balance;
  }

  private void readResults(ExistingLog log) {
    log.read(Topics::aside, new JoinedPageCodec(), page -> aside(page.decision().page()));
    log.read(Topics::transitions, new TransitionCodec(), t -> transitions.add(t.page()));
    log.read(
        Topics::samples,
        new JoinedPageCodec(),
        page -> {
          joined.add(page.decision().page());
          matched.add(page);
          samples += page.outcomes().size();
        });
    log.read(Topics::corrections, new LateFeedbackCodec(), l -> late.add(l.feedback()));
    log.read(Topics::unmatched, new UnmatchedFeedbackCodec(), u -> unmatched.add(u.feedback()));
    log.read(Topics::duplicates, new DuplicateCodec(), this::duplicate);
    log.read(Topics::deadLetter, new DeadLetterCodec(), letter -> deadLetters++);
  }

  /** A page aside stands in for its transition. */
  private void aside(PageId page) {
    aside++;
    transitions.add(page);
  }

  private void logged(Event event) {
    if (event instanceof Event.PageShown page) {
      shown.add(page.decision().page());
    } else {
      answers.add(((Event.FeedbackGiven) event).feedback());
    }
  }

  private void duplicate(Event event) {
    if (event instanceof Event.FeedbackGiven given) {
      duplicates.add(given.feedback());
    } else {
      duplicatePages++;
    }
  }

  /** Whether everything that was logged is somewhere, once. */
  public boolean holds() {
    Answers told = new Answers();
    told.add(matched);
    told.add(late);
    told.add(unmatched);
    told.add(duplicates);
    return joined.isEachOf(shown)
        && transitions.isEachOf(joined)
        && shown.again() == duplicatePages
        && answers.are(told)
        && deadLetters == 0;
  }

  /** Pages joined. */
  public long pages() {
    return joined.size();
  }

  /** Items on them: one sample each. */
  public long samples() {
    return samples;
  }

  /** The balance for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "pages logged", shown.size(), "%,d again".formatted(shown.again()));
    line(text, "answers logged", answers.records(), answers.toString());
    line(text, "pages joined", joined.size(), "%,d twice".formatted(joined.again()));
    line(text, "samples", samples, "one per shown item");
    line(
        text,
        "transitions",
        transitions.size() - aside,
        "%,d twice, %,d pages aside".formatted(transitions.again(), aside));
    line(text, "  matched", -1, matched.toString());
    line(text, "  late", late.records(), late.toString());
    line(text, "  unmatched", unmatched.records(), unmatched.toString());
    line(text, "duplicates", duplicates.records() + duplicatePages, duplicates.toString());
    line(text, "dead letters", deadLetters, "");
    text.append(
        holds()
            ? "The balance holds: every page is joined once and has one transition, every answer"
                + " is accounted for.\n"
            : "THE BALANCE DOES NOT HOLD.\n");
    return text.toString();
  }

  private static void line(StringBuilder text, String what, long count, String note) {
    String number = count < 0 ? "" : "%,d".formatted(count);
    text.append("%-16s %11s  %s".formatted(what, number, note).stripTrailing()).append('\n');
  }

  /** Picks events; what cannot be read is a dead letter, and heartbeats are nobody's. */
  private static final class ReadableEvents implements RecordCodec<Optional<Event>> {
    private final EventCodec events = new EventCodec();

    @Override
    public byte[] encode(Optional<Event> event) {
      return events.encode(event.orElseThrow());
    }

    @Override
    public Optional<Event> decode(byte[] bytes) {
      try {
        return events.decode(bytes) instanceof LogRecord.Logged logged
            ? Optional.of(logged.event())
            : Optional.empty();
      } catch (MalformedRecordException e) {
        return Optional.empty();
      }
    }
  }
}
