package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.binary.BinaryFormat;
import io.pageturner.pipeline.binary.EventFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The binary form of a timed event. */
final class TimedEventFormat implements BinaryFormat<TimedEvent> {
  private static final EventFormat EVENT = new EventFormat();

  @Override
  public void write(TimedEvent timed, DataOutput out) throws IOException {
    out.writeLong(timed.logWatermark());
    EVENT.write(timed.event(), out);
  }

  @Override
  public TimedEvent read(DataInput in) throws IOException {
    long logWatermark = in.readLong();
    return new TimedEvent(EVENT.read(in), logWatermark);
  }
}
