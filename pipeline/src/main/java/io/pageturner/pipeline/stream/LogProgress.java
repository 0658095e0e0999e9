package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.codec.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The operator that puts heartbeats and dead letters aside and gives every event its log watermark.
 *
 * <p>Flink's own watermark depends on how far all partitions happen to have been read, and starts
 * anew after a restore. The log watermark is a function of the partition alone, and is kept in the
 * checkpoint.
 */
final class LogProgress extends ProcessFunction<LogLine, TimedEvent>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private final long boundMillis;
  private final Outbox outbox;
  private final OutputTag<TopicRecord> side;

  private transient Map<Integer, Long> newest;
  private transient ListState<Tuple2<Integer, Long>> state;
  private transient LongCounter events;
  private transient LongCounter heartbeats;
  private transient LongCounter malformed;

  LogProgress(long boundMillis, Outbox outbox, OutputTag<TopicRecord> side) {
    this.boundMillis = boundMillis;
    this.outbox = outbox;
    this.side = side;
  }

  @Override
  public void open(OpenContext context) {
    events = Count.EVENTS.in(getRuntimeContext());
    heartbeats = Count.HEARTBEATS.in(getRuntimeContext());
    malformed = Count.MALFORMED.in(getRuntimeContext());
  }

  @Override
  public void processElement(LogLine line, Context context, Collector<TimedEvent> out) {
    if (line.refused() != null) {
      malformed.add(1);
      context.output(side, outbox.deadLetter(line.refused()));
      return;
    }
    if (line.content() instanceof LogRecord.Logged logged) {
      events.add(1);
      out.collect(new TimedEvent(logged.event(), watermark(line.partition())));
    } else {
      heartbeats.add(1);
    }
    newest.merge(line.partition(), line.time(), Math::max);
  }

  /** As Flink's watermark for bounded disorder: up to here, nothing is to come any more. */
  private long watermark(int partition) {
    Long time = newest.get(partition);
    return time == null ? Long.MIN_VALUE : time - boundMillis - 1;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    newest = new HashMap<>();
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    "newest-time-by-partition", Types.TUPLE(Types.INT, Types.LONG)));
    for (Tuple2<Integer, Long> entry : state.get()) {
      newest.merge(entry.f0, entry.f1, Math::max);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<Tuple2<Integer, Long>> entries = new ArrayList<>();
    newest.forEach((partition, time) -> entries.add(Tuple2.of(partition, time)));
    state.update(entries);
  }
}
