package io.pageturner.pipeline.join;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Experience;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.pipeline.binary.BinaryFormat;
import io.pageturner.pipeline.binary.JoinedPageFormat;
import io.pageturner.pipeline.binary.Primitives;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** The binary form of what the collector remembers of one session. */
public final class SessionPagesFormat implements BinaryFormat<SessionPages> {
  private static final JoinedPageFormat JOINED = new JoinedPageFormat();
  private static final BinaryFormat<Episode.Page> PAGE = new EpisodePageFormat();

  @Override
  public void write(SessionPages session, DataOutput out) throws IOException {
    out.writeBoolean(session.isEmpty());
    if (session.isEmpty()) {
      return;
    }
    PageOrderFormat.write(session.lastOrder, out);
    out.writeLong(session.timer);
    out.writeBoolean(session.isRunning());
    if (session.isRunning()) {
      JOINED.write(session.last.page(), out);
      out.writeDouble(session.last.reward());
      Primitives.writeText(session.bucket.value(), out);
      Primitives.writeAll(session.pages, PAGE, out);
    }
  }

  @Override
  public SessionPages read(DataInput in) throws IOException {
    SessionPages session = new SessionPages();
    if (in.readBoolean()) {
      return session;
    }
    session.lastOrder = PageOrderFormat.read(in);
    session.timer = in.readLong();
    if (in.readBoolean()) {
      session.last = new Experience(JOINED.read(in), in.readDouble());
      session.bucket = new BucketName(Primitives.readText(in));
      session.pages.addAll(Primitives.readAll(PAGE, in));
    }
    return session;
  }

  private static final class EpisodePageFormat implements BinaryFormat<Episode.Page> {
    @Override
    public void write(Episode.Page page, DataOutput out) throws IOException {
      Primitives.writeText(page.page().value(), out);
      out.writeLong(page.time().toEpochMilli());
      out.writeLong(page.version().number());
      Primitives.writeDoubles(page.action().toArray(), out);
      Primitives.writeCount(page.clicks(), out);
      Primitives.writeCount(page.orders(), out);
      out.writeLong(page.dwellMillis());
      out.writeDouble(page.reward());
    }

    @Override
    public Episode.Page read(DataInput in) throws IOException {
      return new Episode.Page(
          new PageId(Primitives.readText(in)),
          Instant.ofEpochMilli(in.readLong()),
          new ModelVersion(in.readLong()),
          Action.of(Primitives.readDoubles(in)),
          Primitives.readCount(in),
          Primitives.readCount(in),
          in.readLong(),
          in.readDouble());
    }
  }
}
