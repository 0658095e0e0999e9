package io.pageturner.pipeline.stream;

import io.pageturner.domain.Event;

/**
 * An event and how far its partition was when it was appended.
 *
 * @param event what happened
 * @param logWatermark event time, in milliseconds, up to which the partition was complete
 */
record TimedEvent(Event event, long logWatermark) {
  /** What the joiner is keyed by. */
  String user() {
    return event.user().value();
  }
}
