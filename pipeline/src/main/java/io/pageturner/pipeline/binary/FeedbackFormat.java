package io.pageturner.pipeline.binary;

import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The binary form of feedback: one byte for its kind, the common fields, then the kind's own. */
public final class FeedbackFormat implements BinaryFormat<Feedback> {
  private static final int CLICK = 1;
  private static final int ORDER = 2;
  private static final int DWELL = 3;
  private static final int LEAVE = 4;

  @Override
  public void write(Feedback feedback, DataOutput out) throws IOException {
    out.writeByte(kind(feedback));
    Primitives.writeText(feedback.id().value(), out);
    Primitives.writeText(feedback.user().value(), out);
    Primitives.writeText(feedback.session().value(), out);
    out.writeLong(feedback.time().toEpochMilli());
    Primitives.writeOptionalText(feedback.page().map(PageId::value), out);
    if (feedback instanceof Feedback.OnItem onItem) {
      Primitives.writeText(onItem.item().value(), out);
    }
    if (feedback instanceof Feedback.ItemAction action) {
      Primitives.writeOptionalText(action.category(), out);
    }
    if (feedback instanceof Feedback.Dwell dwell) {
      out.writeLong(dwell.dwell().toMillis());
    }
  }

  @Override
  public Feedback read(DataInput in) throws IOException {
    int kind = in.readByte();
    EventId id = new EventId(Primitives.readText(in));
    UserId user = new UserId(Primitives.readText(in));
    SessionId session = new SessionId(Primitives.readText(in));
    Instant time = Instant.ofEpochMilli(in.readLong());
    Optional<PageId> page = Primitives.readOptionalText(in).map(PageId::new);
    return switch (kind) {
      case CLICK ->
          new Feedback.Click(
              id, user, session, time, page, readItem(in), Primitives.readOptionalText(in));
      case ORDER ->
          new Feedback.Order(
              id, user, session, time, page, readItem(in), Primitives.readOptionalText(in));
      case DWELL ->
          new Feedback.Dwell(
              id, user, session, time, page, readItem(in), Duration.ofMillis(in.readLong()));
      case LEAVE -> new Feedback.Leave(id, user, session, time, page);
      default -> throw new IOException("feedback has the unknown kind byte " + kind);
    };
  }

  private static int kind(Feedback feedback) {
    if (feedback instanceof Feedback.Click) {
      return CLICK;
    }
    if (feedback instanceof Feedback.Order) {
      return ORDER;
    }
    return feedback instanceof Feedback.Dwell ? DWELL : LEAVE;
  }

  private static ItemId readItem(DataInput in) throws IOException {
    return new ItemId(Primitives.readText(in));
  }
}
