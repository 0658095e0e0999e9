package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Clocks that run ahead, by at most five minutes; what is malformed is {@link BadInputTest}'s. */
class LogLineReaderTest {
  private final EventCodec codec = new EventCodec();
  private final LogLineReader reader = new LogLineReader(Duration.ofMinutes(5));

  @Test
  void an_event_may_be_ahead_of_the_log_by_the_bound_and_no_further() {
    LogRecord ahead = new LogRecord.Logged(click("c", 300, "s", "a"));
    assertThat(read(ahead, at(0)).content()).isEqualTo(ahead);

    LogLine refused = read(new LogRecord.Logged(click("c", 300.001, "s", "a")), at(0));
    assertThat(refused.content()).isNull();
    assertThat(refused.refused().reason())
        .isEqualTo(
            "time is 2025-11-21T12:05:00.001Z, PT5M0.001S ahead of the log's clock: at most PT5M is"
                + " allowed");
    assertThat(refused.refused().offset()).isEqualTo(17);
  }

  @Test
  void an_old_event_is_not_refused() {
    LogRecord old = new LogRecord.Logged(click("c", 0, "s", "a"));
    assertThat(read(old, at(0).plus(Duration.ofDays(1_000))).content()).isEqualTo(old);
    assertThat(read(old, at(0).plus(Duration.ofDays(1_000))).time())
        .isEqualTo(at(0).toEpochMilli());
  }

  @Test
  void event_time_goes_no_further_than_the_logs_clock_but_for_the_logs_end() {
    LogRecord ahead = new LogRecord.Logged(click("c", 300, "s", "a"));
    assertThat(read(ahead, at(7)).time()).isEqualTo(at(7).toEpochMilli());

    LogRecord heartbeat = new LogRecord.Heartbeat(at(10_000));
    assertThat(read(heartbeat, at(7)).content()).isEqualTo(heartbeat);
    assertThat(read(heartbeat, at(7)).time()).isEqualTo(at(7).toEpochMilli());

    LogRecord end = new LogRecord.End(at(10_000));
    assertThat(read(end, at(7)).time()).isEqualTo(at(10_000).toEpochMilli());
  }

  @Test
  void a_long_reason_is_cut_between_characters() {
    for (String before : List.of("", "x")) {
      String kind = before + "😀".repeat(100_000);
      String reason = read("{\"v\":1,\"kind\":\"" + kind + "\"}").refused().reason();

      assertThat(reason).startsWith("kind '" + before + "😀").hasSizeBetween(1_000, 1_001);
      assertThat(reason.codePoints().filter(c -> c >= 0xD800 && c < 0xE000)).isEmpty();
    }
  }

  private LogLine read(String text) {
    return read(text.getBytes(UTF_8), at(0));
  }

  private LogLine read(LogRecord content, Instant stored) {
    return read(codec.encode(content), stored);
  }

  private LogLine read(byte[] value, Instant stored) {
    List<LogLine> lines = new ArrayList<>();
    reader.deserialize(
        new ConsumerRecord<>(
            "events",
            2,
            17,
            stored.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            0,
            value.length,
            null,
            value,
            new RecordHeaders(),
            Optional.empty()),
        new ListCollector<>(lines));
    return lines.get(0);
  }
}
