package io.pageturner.pipeline.codec;

import io.pageturner.domain.Event;

/** The duplicates topic: events whose id the log already had, as the events topic has them. */
public final class DuplicateCodec implements RecordCodec<Event> {
  private static final EventCodec EVENTS = new EventCodec();

  @Override
  public byte[] encode(Event event) {
    return EVENTS.encode(event);
  }

  @Override
  public Event decode(byte[] bytes) {
    if (EVENTS.decode(bytes) instanceof LogRecord.Logged logged) {
      return logged.event();
    }
    throw new MalformedRecordException("the record is the log's own, expected an event");
  }
}
