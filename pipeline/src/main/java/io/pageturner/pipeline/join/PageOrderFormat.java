package io.pageturner.pipeline.join;

import io.pageturner.pipeline.binary.Primitives;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The binary form of a page's place. */
final class PageOrderFormat {
  private PageOrderFormat() {}

  static void write(PageOrder order, DataOutput out) throws IOException {
    out.writeLong(order.time());
    Primitives.writeCount(order.pageIndex(), out);
    Primitives.writeText(order.page(), out);
  }

  static PageOrder read(DataInput in) throws IOException {
    return new PageOrder(in.readLong(), Primitives.readCount(in), Primitives.readText(in));
  }
}
