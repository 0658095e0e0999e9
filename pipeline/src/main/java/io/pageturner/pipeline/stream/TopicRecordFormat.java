package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.binary.BinaryFormat;
import io.pageturner.pipeline.binary.Primitives;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The binary form of a topic record. */
final class TopicRecordFormat implements BinaryFormat<TopicRecord> {
  @Override
  public void write(TopicRecord topicRecord, DataOutput out) throws IOException {
    Primitives.writeText(topicRecord.topic(), out);
    Primitives.writeBytes(topicRecord.key(), out);
    Primitives.writeBytes(topicRecord.value(), out);
  }

  @Override
  public TopicRecord read(DataInput in) throws IOException {
    return new TopicRecord(
        Primitives.readText(in), Primitives.readBytes(in), Primitives.readBytes(in));
  }
}
