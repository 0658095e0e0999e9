package io.pageturner.pipeline.stream;

import java.util.OptionalLong;
import org.apache.flink.streaming.api.TimerService;

/** Keeps one event-time timer per key, at the time its state machine asks for. */
final class TimerSlot {
  private TimerSlot() {}

  /** Moves the timer from where the state wanted it {@code before} to where it wants it now. */
  static void move(TimerService timers, OptionalLong before, OptionalLong now) {
    if (before.equals(now)) {
      return;
    }
    before.ifPresent(timers::deleteEventTimeTimer);
    now.ifPresent(timers::registerEventTimeTimer);
  }
}
