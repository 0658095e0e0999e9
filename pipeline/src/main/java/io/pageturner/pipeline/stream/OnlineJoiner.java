package io.pageturner.pipeline.stream;

import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.pipeline.join.JoinOutput;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.join.PageJoiner;
import io.pageturner.pipeline.join.UnmatchedFeedback;
import io.pageturner.pipeline.join.UserPages;
import java.util.OptionalLong;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** The online joiner as an operator, keyed by user: state and a timer around {@link PageJoiner}. */
final class OnlineJoiner extends KeyedProcessFunction<String, TimedEvent, JoinedPage> {
  private static final long serialVersionUID = 1;

  private final JoinRules rules;
  private final Outbox outbox;
  private final OutputTag<TopicRecord> side;

  private transient PageJoiner joiner;
  private transient ValueState<UserPages> state;
  private transient LongCounter pageCount;
  private transient LongCounter crowdedOutCount;
  private transient LongCounter sampleCount;
  private transient LongCounter matchedCount;
  private transient LongCounter lateCount;
  private transient LongCounter unmatchedCount;
  private transient LongCounter duplicateCount;

  OnlineJoiner(JoinRules rules, Outbox outbox, OutputTag<TopicRecord> side) {
    this.rules = rules;
    this.outbox = outbox;
    this.side = side;
  }

  @Override
  public void open(OpenContext context) {
    joiner = new PageJoiner(rules);
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("user-pages", StreamType.USER_PAGES.serializer()));
    pageCount = Count.PAGES.in(getRuntimeContext());
    crowdedOutCount = Count.CROWDED_OUT.in(getRuntimeContext());
    sampleCount = Count.SAMPLES.in(getRuntimeContext());
    matchedCount = Count.MATCHED.in(getRuntimeContext());
    lateCount = Count.LATE.in(getRuntimeContext());
    unmatchedCount = Count.UNMATCHED.in(getRuntimeContext());
    duplicateCount = Count.DUPLICATES.in(getRuntimeContext());
  }

  @Override
  public void processElement(TimedEvent timed, Context context, Collector<JoinedPage> out)
      throws Exception {
    UserPages pages = state.value() == null ? new UserPages() : state.value();
    OptionalLong timer = pages.nextTimer();
    joiner.accept(pages, timed.event(), timed.logWatermark(), new Output(context, out));
    keep(pages, timer, context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<JoinedPage> out)
      throws Exception {
    UserPages pages = state.value();
    OptionalLong timer = pages.nextTimer();
    joiner.advanceTo(pages, context.timerService().currentWatermark(), new Output(context, out));
    keep(pages, timer, context.timerService());
  }

  private void keep(UserPages pages, OptionalLong timer, TimerService timers) throws Exception {
    TimerSlot.move(timers, timer, pages.nextTimer());
    if (pages.isEmpty()) {
      state.clear();
    } else {
      state.update(pages);
    }
  }

  /** Counts the results and sends them on: pages down the stream, the rest to its topics. */
  private final class Output implements JoinOutput {
    private final Context context;
    private final Collector<JoinedPage> pages;

    Output(Context context, Collector<JoinedPage> pages) {
      this.context = context;
      this.pages = pages;
    }

    @Override
    public void joined(JoinedPage page) {
      pageCount.add(1);
      sampleCount.add(page.outcomes().size());
      pages.collect(page);
    }

    @Override
    public void crowdedOut() {
      crowdedOutCount.add(1);
    }

    @Override
    public void matched(Feedback feedback) {
      matchedCount.add(1);
    }

    @Override
    public void late(LateFeedback feedback) {
      lateCount.add(1);
      context.output(side, outbox.late(feedback));
    }

    @Override
    public void unmatched(UnmatchedFeedback feedback) {
      unmatchedCount.add(1);
      context.output(side, outbox.unmatched(feedback));
    }

    @Override
    public void duplicate(Event event) {
      duplicateCount.add(1);
      context.output(side, outbox.duplicate(event));
    }
  }
}
