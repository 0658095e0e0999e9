package io.pageturner.pipeline.binary;

import io.pageturner.domain.JoinedPage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** The binary form of a joined page. */
public final class JoinedPageFormat implements BinaryFormat<JoinedPage> {
  private static final DecisionFormat DECISION = new DecisionFormat();
  private static final ItemOutcomeFormat OUTCOME = new ItemOutcomeFormat();

  @Override
  public void write(JoinedPage page, DataOutput out) throws IOException {
    DECISION.write(page.decision(), out);
    Primitives.writeAll(page.outcomes(), OUTCOME, out);
    out.writeBoolean(page.left());
    out.writeLong(page.joinedAt().toEpochMilli());
  }

  @Override
  public JoinedPage read(DataInput in) throws IOException {
    return new JoinedPage(
        DECISION.read(in),
        Primitives.readAll(OUTCOME, in),
        in.readBoolean(),
        Instant.ofEpochMilli(in.readLong()));
  }
}
