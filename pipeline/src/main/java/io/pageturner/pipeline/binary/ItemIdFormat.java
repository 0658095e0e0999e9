package io.pageturner.pipeline.binary;

import io.pageturner.domain.ItemId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The binary form of an item id. */
public final class ItemIdFormat implements BinaryFormat<ItemId> {
  @Override
  public void write(ItemId item, DataOutput out) throws IOException {
    Primitives.writeText(item.value(), out);
  }

  @Override
  public ItemId read(DataInput in) throws IOException {
    return new ItemId(Primitives.readText(in));
  }
}
