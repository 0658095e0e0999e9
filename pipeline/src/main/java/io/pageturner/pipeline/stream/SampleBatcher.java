package io.pageturner.pipeline.stream;

import io.pageturner.domain.JoinedPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The operator that holds joined pages back until there is enough of them for a file.
 *
 * <p>Parquet files end with the checkpoint that commits them, and one file per checkpoint would be
 * a flood of tiny ones. Pages that are held back are part of the checkpoint. An hour is released
 * once event time says that it is complete; everything is, once {@code maxSamples} are held or
 * {@code maxWait} has passed.
 */
final class SampleBatcher extends AbstractStreamOperator<JoinedPage>
    implements OneInputStreamOperator<JoinedPage, JoinedPage> {
  private static final long serialVersionUID = 1;

  private final SampleFileSettings settings;

  /** From a page's time to the latest time at which it may still be joined. */
  private final long joinMillis;

  private transient TreeMap<Long, List<JoinedPage>> byHour;
  private transient int samples;
  private transient long heldSince;
  private transient ListState<JoinedPage> state;

  SampleBatcher(SampleFileSettings settings, Duration longestWindow) {
    this.settings = settings;
    this.joinMillis = longestWindow.toMillis();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    byHour = new TreeMap<>();
    heldSince = getProcessingTimeService().getCurrentProcessingTime();
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("held-pages", StreamType.JOINED_PAGE.serializer()));
    for (JoinedPage page : state.get()) {
      hold(page);
    }
  }

  @Override
  public void processElement(StreamRecord<JoinedPage> element) {
    hold(element.getValue());
    if (samples >= settings.maxSamples()) {
      releaseAll();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    while (!byHour.isEmpty()
        && SampleFiles.endOfHour(byHour.firstKey()) + joinMillis <= mark.getTimestamp()) {
      release(byHour.pollFirstEntry());
    }
    long waited = getProcessingTimeService().getCurrentProcessingTime() - heldSince;
    if (waited >= settings.maxWait().toMillis()) {
      releaseAll();
    }
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    List<JoinedPage> held = new ArrayList<>();
    byHour.values().forEach(held::addAll);
    state.update(held);
  }

  private void hold(JoinedPage page) {
    if (byHour.isEmpty()) {
      heldSince = getProcessingTimeService().getCurrentProcessingTime();
    }
    byHour.computeIfAbsent(SampleFiles.hourOf(page), hour -> new ArrayList<>()).add(page);
    samples += page.outcomes().size();
  }

  private void releaseAll() {
    while (!byHour.isEmpty()) {
      release(byHour.pollFirstEntry());
    }
  }

  private void release(Map.Entry<Long, List<JoinedPage>> hour) {
    for (JoinedPage page : hour.getValue()) {
      samples -= page.outcomes().size();
      output.collect(new StreamRecord<>(page, page.joinedAt().toEpochMilli()));
    }
  }
}
