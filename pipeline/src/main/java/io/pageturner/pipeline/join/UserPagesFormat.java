package io.pageturner.pipeline.join;

import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.pipeline.binary.BinaryFormat;
import io.pageturner.pipeline.binary.DecisionFormat;
import io.pageturner.pipeline.binary.EventFormat;
import io.pageturner.pipeline.binary.FeedbackFormat;
import io.pageturner.pipeline.binary.ItemIdFormat;
import io.pageturner.pipeline.binary.ItemOutcomeFormat;
import io.pageturner.pipeline.binary.Primitives;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** The binary form of what the joiner remembers of one user. */
public final class UserPagesFormat implements BinaryFormat<UserPages> {
  private static final BinaryFormat<Event> EVENT = new EventFormat();
  private static final BinaryFormat<OpenPage> OPEN = new OpenPageFormat();
  private static final BinaryFormat<ClosedPage> CLOSED = new ClosedPageFormat();
  private static final BinaryFormat<UserPages.Waiting> WAITING = new WaitingFormat();

  @Override
  public void write(UserPages pages, DataOutput out) throws IOException {
    out.writeLong(pages.clock);
    Primitives.writeAll(pages.pending, EVENT, out);
    Primitives.writeAll(pages.known.open(), OPEN, out);
    Primitives.writeAll(pages.known.closed(), CLOSED, out);
    Primitives.writeAll(pages.waiting(), WAITING, out);
    Primitives.writeCount(pages.seen.size(), out);
    for (Map.Entry<EventId, Long> id : pages.seen.entrySet()) {
      Primitives.writeText(id.getKey().value(), out);
      out.writeLong(id.getValue());
    }
  }

  @Override
  public UserPages read(DataInput in) throws IOException {
    UserPages pages = new UserPages();
    pages.clock = in.readLong();
    pages.pending.addAll(Primitives.readAll(EVENT, in));
    Primitives.readAll(OPEN, in).forEach(pages.known::add);
    Primitives.readAll(CLOSED, in).forEach(pages.known::add);
    Primitives.readAll(WAITING, in).forEach(pages::await);
    int seen = Primitives.readCount(in);
    for (int i = 0; i < seen; i++) {
      pages.seen.put(new EventId(Primitives.readText(in)), in.readLong());
    }
    return pages;
  }

  private static final class OpenPageFormat implements BinaryFormat<OpenPage> {
    private static final DecisionFormat DECISION = new DecisionFormat();
    private static final ItemOutcomeFormat OUTCOME = new ItemOutcomeFormat();

    @Override
    public void write(OpenPage page, DataOutput out) throws IOException {
      DECISION.write(page.decision(), out);
      Primitives.writeAll(page.outcomes(), OUTCOME, out);
      out.writeBoolean(page.left());
      out.writeLong(page.deadline());
    }

    @Override
    public OpenPage read(DataInput in) throws IOException {
      return new OpenPage(
          DECISION.read(in), Primitives.readAll(OUTCOME, in), in.readBoolean(), in.readLong());
    }
  }

  private static final class ClosedPageFormat implements BinaryFormat<ClosedPage> {
    private static final BinaryFormat<ItemId> ITEM = new ItemIdFormat();

    @Override
    public void write(ClosedPage page, DataOutput out) throws IOException {
      PageOrderFormat.write(page.order(), out);
      Primitives.writeText(page.session().value(), out);
      Primitives.writeAll(page.items(), ITEM, out);
      out.writeLong(page.forgetAt());
    }

    @Override
    public ClosedPage read(DataInput in) throws IOException {
      PageOrder order = PageOrderFormat.read(in);
      return new ClosedPage(
          new PageId(order.page()),
          new SessionId(Primitives.readText(in)),
          order,
          Primitives.readAll(ITEM, in),
          in.readLong());
    }
  }

  private static final class WaitingFormat implements BinaryFormat<UserPages.Waiting> {
    private static final FeedbackFormat FEEDBACK = new FeedbackFormat();

    @Override
    public void write(UserPages.Waiting waiting, DataOutput out) throws IOException {
      FEEDBACK.write(waiting.feedback(), out);
      out.writeLong(waiting.until());
    }

    @Override
    public UserPages.Waiting read(DataInput in) throws IOException {
      return new UserPages.Waiting(FEEDBACK.read(in), in.readLong());
    }
  }
}
