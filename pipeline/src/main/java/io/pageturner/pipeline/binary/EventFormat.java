package io.pageturner.pipeline.binary;

import io.pageturner.domain.Event;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The binary form of an event. */
public final class EventFormat implements BinaryFormat<Event> {
  private static final DecisionFormat DECISION = new DecisionFormat();
  private static final FeedbackFormat FEEDBACK = new FeedbackFormat();

  @Override
  public void write(Event event, DataOutput out) throws IOException {
    out.writeBoolean(event instanceof Event.PageShown);
    if (event instanceof Event.PageShown shown) {
      DECISION.write(shown.decision(), out);
    } else {
      FEEDBACK.write(((Event.FeedbackGiven) event).feedback(), out);
    }
  }

  @Override
  public Event read(DataInput in) throws IOException {
    return in.readBoolean()
        ? new Event.PageShown(DECISION.read(in))
        : new Event.FeedbackGiven(FEEDBACK.read(in));
  }
}
