package io.pageturner.pipeline.binary;

import io.pageturner.domain.ItemOutcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;

/** The binary form of an item's outcome: three bytes for the common one, nothing. */
public final class ItemOutcomeFormat implements BinaryFormat<ItemOutcome> {
  @Override
  public void write(ItemOutcome outcome, DataOutput out) throws IOException {
    Primitives.writeCount(outcome.clicks(), out);
    Primitives.writeCount(outcome.orders(), out);
    long dwellMillis = outcome.dwell().toMillis();
    out.writeBoolean(dwellMillis != 0);
    if (dwellMillis != 0) {
      out.writeLong(dwellMillis);
    }
  }

  @Override
  public ItemOutcome read(DataInput in) throws IOException {
    int clicks = Primitives.readCount(in);
    int orders = Primitives.readCount(in);
    Duration dwell = in.readBoolean() ? Duration.ofMillis(in.readLong()) : Duration.ZERO;
    return new ItemOutcome(clicks, orders, dwell);
  }
}
