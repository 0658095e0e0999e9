package io.pageturner.pipeline.stream;

import java.util.TreeMap;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The operator, last before the sink, that reports the event time up to which all results are
 * committed: readers of committed records have them.
 *
 * <p>A checkpoint's results are committed while it is announced as complete. So that nobody is told
 * before them, a checkpoint's time is reported when the <i>next</i> one is complete.
 */
final class CommittedTime extends AbstractStreamOperator<TopicRecord>
    implements OneInputStreamOperator<TopicRecord, TopicRecord> {
  /** Name of the accumulator that holds it. */
  static final String NAME = "committed-time";

  private static final long serialVersionUID = 1;

  private transient LowestTime reported;
  private transient long current;
  private transient long complete;
  private transient TreeMap<Long, Long> byCheckpoint;

  @Override
  public void open() throws Exception {
    super.open();
    current = Long.MIN_VALUE;
    complete = Long.MIN_VALUE;
    byCheckpoint = new TreeMap<>();
    reported = new LowestTime();
    getRuntimeContext().addAccumulator(NAME, reported);
  }

  @Override
  public void processElement(StreamRecord<TopicRecord> element) {
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    current = mark.getTimestamp();
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    byCheckpoint.put(context.getCheckpointId(), current);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    reported.set(complete);
    Long time = byCheckpoint.get(checkpoint);
    complete = time == null ? complete : time;
    byCheckpoint.headMap(checkpoint, true).clear();
  }
}
