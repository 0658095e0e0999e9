package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.binary.BinaryFormat;
import io.pageturner.pipeline.binary.Primitives;
import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.codec.EventCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The binary form of a log line: its topic's own bytes, since lines are chained to their reader and
 * hardly ever travel.
 */
final class LogLineFormat implements BinaryFormat<LogLine> {
  private static final EventCodec EVENTS = new EventCodec();
  private static final DeadLetterCodec DEAD_LETTERS = new DeadLetterCodec();

  @Override
  public void write(LogLine line, DataOutput out) throws IOException {
    out.writeInt(line.partition());
    out.writeLong(line.time());
    DeadLetter refused = line.refused();
    out.writeBoolean(refused == null);
    Primitives.writeBytes(
        refused == null ? EVENTS.encode(line.content()) : DEAD_LETTERS.encode(refused), out);
  }

  @Override
  public LogLine read(DataInput in) throws IOException {
    int partition = in.readInt();
    long time = in.readLong();
    boolean readable = in.readBoolean();
    byte[] bytes = Primitives.readBytes(in);
    return readable
        ? new LogLine(partition, EVENTS.decode(bytes), time, null)
        : LogLine.refused(DEAD_LETTERS.decode(bytes));
  }
}
