package io.pageturner.pipeline.stream;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Episode;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.join.SessionCollector;
import io.pageturner.pipeline.join.SessionOutput;
import io.pageturner.pipeline.join.SessionPages;
import java.io.Serializable;
import java.util.OptionalLong;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The experience collector as an operator, keyed by user and session: state and a timer around
 * {@link SessionCollector}.
 */
final class ExperienceCollector extends KeyedProcessFunction<String, JoinedPage, TopicRecord> {
  private static final long serialVersionUID = 1;

  private final JoinRules rules;
  private final Weights weights;
  private final Outbox outbox;

  private transient SessionCollector collector;
  private transient ValueState<SessionPages> state;
  private transient LongCounter transitionCount;
  private transient LongCounter episodeCount;
  private transient LongCounter asideCount;

  ExperienceCollector(JoinRules rules, RewardWeights weights, Outbox outbox) {
    this.rules = rules;
    this.weights = Weights.of(weights);
    this.outbox = outbox;
  }

  /** The session's key; ids hold no control characters, so that two keys never meet. */
  static String key(JoinedPage page) {
    Decision decision = page.decision();
    return decision.user() + "\n" + decision.session();
  }

  @Override
  public void open(OpenContext context) {
    collector = new SessionCollector(rules, weights.inDomain());
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("session-pages", StreamType.SESSION_PAGES.serializer()));
    transitionCount = Count.TRANSITIONS.in(getRuntimeContext());
    episodeCount = Count.EPISODES.in(getRuntimeContext());
    asideCount = Count.ASIDE.in(getRuntimeContext());
  }

  @Override
  public void processElement(JoinedPage page, Context context, Collector<TopicRecord> out)
      throws Exception {
    SessionPages session = state.value() == null ? new SessionPages() : state.value();
    OptionalLong timer = session.nextTimer();
    collector.accept(session, page, new Output(out));
    keep(session, timer, context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<TopicRecord> out)
      throws Exception {
    SessionPages session = state.value();
    OptionalLong timer = session.nextTimer();
    collector.advanceTo(session, context.timerService().currentWatermark(), new Output(out));
    keep(session, timer, context.timerService());
  }

  private void keep(SessionPages session, OptionalLong timer, TimerService timers)
      throws Exception {
    TimerSlot.move(timers, timer, session.nextTimer());
    if (session.isEmpty()) {
      state.clear();
    } else {
      state.update(session);
    }
  }

  /** Counts the results and sends them to their topics. */
  private final class Output implements SessionOutput {
    private final Collector<TopicRecord> out;

    Output(Collector<TopicRecord> out) {
      this.out = out;
    }

    @Override
    public void transition(Transition transition) {
      transitionCount.add(1);
      out.collect(outbox.transition(transition));
    }

    @Override
    public void episode(Episode episode) {
      episodeCount.add(1);
      out.collect(outbox.episode(episode));
    }

    @Override
    public void aside(JoinedPage page) {
      asideCount.add(1);
      out.collect(outbox.aside(page));
    }
  }

  /** The reward weights in a form that can be sent to a cluster. */
  private record Weights(
      double click, double order, double noAction, double leave, double dwellMinute, double depth)
      implements Serializable {
    static Weights of(RewardWeights w) {
      return new Weights(w.click(), w.order(), w.noAction(), w.leave(), w.dwellMinute(), w.depth());
    }

    RewardWeights inDomain() {
      return new RewardWeights(click, order, noAction, leave, dwellMinute, depth);
    }
  }
}
