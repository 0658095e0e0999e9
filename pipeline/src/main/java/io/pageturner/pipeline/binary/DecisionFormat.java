package io.pageturner.pipeline.binary;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** The binary form of a decision: the greater part of everything that the joiner keeps. */
public final class DecisionFormat implements BinaryFormat<Decision> {
  private static final BinaryFormat<ItemId> ITEM = new ItemIdFormat();
  private static final BinaryFormat<ShownItem> SHOWN = new ShownItemFormat();

  @Override
  public void write(Decision d, DataOutput out) throws IOException {
    Primitives.writeText(d.page().value(), out);
    Primitives.writeText(d.user().value(), out);
    Primitives.writeText(d.session().value(), out);
    Primitives.writeCount(d.pageIndex(), out);
    out.writeLong(d.time().toEpochMilli());
    Primitives.writeText(d.bucket().value(), out);
    Primitives.writeText(d.policy(), out);
    out.writeLong(d.version().number());
    Primitives.writeDoubles(d.action().toArray(), out);
    out.writeDouble(d.propensity());
    writeState(d.state(), out);
    Primitives.writeAll(d.items(), SHOWN, out);
    Primitives.writeCount(d.candidates(), out);
  }

  @Override
  public Decision read(DataInput in) throws IOException {
    return new Decision(
        new PageId(Primitives.readText(in)),
        new UserId(Primitives.readText(in)),
        new SessionId(Primitives.readText(in)),
        Primitives.readCount(in),
        Instant.ofEpochMilli(in.readLong()),
        new BucketName(Primitives.readText(in)),
        Primitives.readText(in),
        new ModelVersion(in.readLong()),
        Action.of(Primitives.readDoubles(in)),
        in.readDouble(),
        readState(in),
        Primitives.readAll(SHOWN, in),
        Primitives.readCount(in));
  }

  private static void writeState(State state, DataOutput out) throws IOException {
    Primitives.writeAll(state.recentItems(), ITEM, out);
    Primitives.writeNumbers(state.dense(), out);
    Primitives.writeTexts(state.ids(), out);
  }

  private static State readState(DataInput in) throws IOException {
    return new State(
        Primitives.readAll(ITEM, in), Primitives.readNumbers(in), Primitives.readTexts(in));
  }

  private static final class ShownItemFormat implements BinaryFormat<ShownItem> {
    @Override
    public void write(ShownItem shown, DataOutput out) throws IOException {
      ITEM.write(shown.item(), out);
      Primitives.writeCount(shown.position(), out);
      Primitives.writeDoubles(shown.scores(), out);
      Primitives.writeNumbers(shown.dense(), out);
      Primitives.writeTexts(shown.ids(), out);
    }

    @Override
    public ShownItem read(DataInput in) throws IOException {
      return new ShownItem(
          ITEM.read(in),
          Primitives.readCount(in),
          Primitives.readDoubles(in),
          Primitives.readNumbers(in),
          Primitives.readTexts(in));
    }
  }
}
