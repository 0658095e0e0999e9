package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.page;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Event;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.RewardWeights;
import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.Topics;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** The operators by themselves: state and timers come and go, and survive a checkpoint. */
@SuppressWarnings("try") // Flink's harnesses declare that close() may be interrupted
class OperatorTest {
  private static final JoinRules RULES = JoinRules.DEFAULT;
  private static final Outbox OUTBOX = new Outbox(Topics.DEFAULT);

  /** Long after the events. */
  private static final Instant STORED = at(1_000_000);

  private static final OutputTag<TopicRecord> SIDE =
      new OutputTag<>("side", StreamType.TOPIC_RECORD);

  @Test
  void the_joiner_frees_its_state_and_timers() throws Exception {
    try (var joiner = joiner()) {
      joiner.open();
      for (int user = 0; user < 50; user++) {
        give(joiner, page("u" + user, "s/0", 0, "a"), click("u" + user, "c", 1, "s/0", "a"));
        give(joiner, click("u" + user, "unknown", 2, "s/9", "a"), page("u" + user, "t/0", 3, "b"));
      }
      assertThat(joiner.numKeyedStateEntries()).isEqualTo(50);
      assertThat(joiner.numEventTimeTimers()).as("one timer a user").isEqualTo(50);

      joiner.processWatermark(at(700).toEpochMilli());
      assertThat(joiner.extractOutputValues()).hasSize(100);
      assertThat(joiner.getSideOutput(SIDE)).hasSize(50);
      assertThat(joiner.numEventTimeTimers()).as("memory of closed pages").isEqualTo(50);

      joiner.processWatermark(at(3).plus(RULES.drain()).toEpochMilli());
      assertThat(joiner.numKeyedStateEntries()).isZero();
      assertThat(joiner.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void the_joiner_continues_from_a_checkpoint_where_it_was() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var joiner = joiner()) {
      joiner.open();
      give(joiner, page("s/0", 0, "a"), click("c", 1, "s/0", "a"));
      joiner.processWatermark(at(2).toEpochMilli());
      give(joiner, click("d", 4, "s/0", "a"));
      checkpoint = joiner.snapshot(1, 1);
    }
    try (var joiner = joiner()) {
      joiner.initializeState(checkpoint);
      joiner.open();
      give(joiner, click("d", 4, "s/0", "a"));
      joiner.processWatermark(at(600).toEpochMilli());

      assertThat(joiner.extractOutputValues()).hasSize(1);
      assertThat(joiner.extractOutputValues().get(0).clicks()).isEqualTo(2);
      assertThat(joiner.getSideOutput(SIDE))
          .extracting(r -> r.getValue().topic())
          .containsExactly(Topics.DEFAULT.duplicates());
    }
  }

  @Test
  void the_collector_frees_its_state_and_timers() throws Exception {
    try (var joiner = joiner();
        var collector = collector()) {
      joiner.open();
      give(joiner, page("s/0", 0, "a"), page("s/1", 5, "b"), leave("l", 9, "s"), page("t/0", 6));
      joiner.processWatermark(at(700).toEpochMilli());
      collector.open();
      for (JoinedPage page : joiner.extractOutputValues()) {
        collector.processElement(new StreamRecord<>(page, page.joinedAt().toEpochMilli()));
      }
      assertThat(collector.numKeyedStateEntries()).isEqualTo(2);
      assertThat(collector.numEventTimeTimers()).isEqualTo(2);

      collector.processWatermark(at(6).plus(RULES.drain()).toEpochMilli());

      assertThat(collector.numKeyedStateEntries()).isZero();
      assertThat(collector.numEventTimeTimers()).isZero();
      assertThat(collector.extractOutputValues())
          .extracting(TopicRecord::topic)
          .containsExactlyInAnyOrder(
              "pageturner.transitions",
              "pageturner.transitions",
              "pageturner.episodes",
              "pageturner.transitions",
              "pageturner.episodes");
    }
  }

  @Test
  void the_log_watermark_follows_each_partition_and_survives_a_checkpoint() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var progress = progress()) {
      progress.open();
      give(progress, LogLine.of(0, new LogRecord.Logged(click("c1", 10, "s", "a")), STORED));
      give(progress, LogLine.of(0, new LogRecord.Logged(click("c2", 11, "s", "a")), STORED));
      give(progress, LogLine.of(1, new LogRecord.Heartbeat(at(50)), STORED));
      checkpoint = progress.snapshot(1, 1);

      assertThat(progress.extractOutputValues())
          .extracting(TimedEvent::logWatermark)
          .containsExactly(Long.MIN_VALUE, millis(at(8)) - 1);
    }
    try (var progress = progress()) {
      progress.initializeState(checkpoint);
      progress.open();
      give(progress, LogLine.of(0, new LogRecord.Logged(click("c3", 5, "s", "a")), STORED));
      give(progress, LogLine.of(1, new LogRecord.Logged(click("c4", 5, "s", "a")), STORED));

      assertThat(progress.extractOutputValues())
          .extracting(TimedEvent::logWatermark)
          .containsExactly(millis(at(9)) - 1, millis(at(48)) - 1);
    }
  }

  @Test
  void a_clock_that_runs_ahead_moves_event_time_no_further_than_the_logs_own() throws Exception {
    try (var progress = progress()) {
      progress.open();
      LogRecord ahead = new LogRecord.Logged(click("ahead", 300, "s", "a"));
      give(progress, LogLine.of(0, ahead, at(10)));
      give(progress, LogLine.of(0, new LogRecord.Heartbeat(at(3_600)), at(11)));
      give(progress, LogLine.of(0, new LogRecord.Logged(click("c1", 11, "s", "a")), at(12)));
      give(progress, LogLine.of(0, new LogRecord.End(at(500)), at(13)));
      give(progress, LogLine.of(0, new LogRecord.Logged(click("c2", 12, "s", "a")), at(14)));

      assertThat(progress.extractOutputValues())
          .extracting(TimedEvent::logWatermark)
          .containsExactly(Long.MIN_VALUE, millis(at(9)) - 1, millis(at(498)) - 1);
    }
  }

  @Test
  void a_refused_record_goes_to_the_dead_letters_and_moves_nothing() throws Exception {
    try (var progress = progress()) {
      progress.open();
      give(progress, LogLine.of(0, new LogRecord.Logged(click("c1", 10, "s", "a")), STORED));
      give(progress, LogLine.refused(new DeadLetter("events", 0, 7, "why", "raw".getBytes(UTF_8))));
      give(progress, LogLine.of(0, new LogRecord.Logged(click("c2", 10, "s", "a")), STORED));

      assertThat(progress.extractOutputValues().get(1).logWatermark()).isEqualTo(millis(at(8)) - 1);
      assertThat(progress.getSideOutput(SIDE))
          .extracting(r -> r.getValue().topic())
          .containsExactly(Topics.DEFAULT.deadLetter());
    }
  }

  private static long millis(Instant time) {
    return time.toEpochMilli();
  }

  private static void give(
      OneInputStreamOperatorTestHarness<TimedEvent, JoinedPage> joiner, Event... events)
      throws Exception {
    for (Event event : events) {
      joiner.processElement(
          new StreamRecord<>(new TimedEvent(event, Long.MIN_VALUE), millis(event.time())));
    }
  }

  private static void give(
      OneInputStreamOperatorTestHarness<LogLine, TimedEvent> progress, LogLine line)
      throws Exception {
    progress.processElement(new StreamRecord<>(line, line.time()));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, TimedEvent, JoinedPage> joiner()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new OnlineJoiner(RULES, OUTBOX, SIDE)),
            TimedEvent::user,
            Types.STRING);
    harness.setup(StreamType.JOINED_PAGE.serializer());
    return harness;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, JoinedPage, TopicRecord> collector()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new ExperienceCollector(RULES, RewardWeights.DEFAULT, OUTBOX)),
            ExperienceCollector::key,
            Types.STRING);
    harness.setup(StreamType.TOPIC_RECORD.serializer());
    return harness;
  }

  private static OneInputStreamOperatorTestHarness<LogLine, TimedEvent> progress()
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new LogProgress(2000, OUTBOX, SIDE)));
    harness.setup(StreamType.TIMED_EVENT.serializer());
    return harness;
  }
}
