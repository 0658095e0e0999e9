package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.page;
import static io.pageturner.pipeline.stream.JobFixture.PATIENCE;
import static io.pageturner.pipeline.stream.JobFixture.append;
import static io.pageturner.pipeline.stream.JobFixture.appendRaw;
import static io.pageturner.pipeline.stream.JobFixture.read;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pageturner.domain.JoinedPage;
import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.kafka.DeadLetters;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that nobody can read, through a real broker and a real job. */
class BadInputTest {
  private static final String CLICK =
      new String(new EventCodec().encode(click("c", 1, "s/0", "a")), UTF_8);

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void what_cannot_be_read_is_kept_with_reason_and_place_and_disturbs_nothing() throws Exception {
    byte[] truncated = CLICK.substring(0, CLICK.length() - 9).getBytes(UTF_8);
    byte[] oversized = (CLICK + " ".repeat(EventCodec.MAX_BYTES)).getBytes(UTF_8);
    byte[] wrongVersion = CLICK.replace("\"v\":1", "\"v\":9").getBytes(UTF_8);
    byte[] notUtf8 = CLICK.replace("\"c\"", "\"é\"").getBytes(ISO_8859_1);
    byte[] unknownKind = unknownKind("share");
    byte[] ancient = withTime(Long.MIN_VALUE);
    byte[] endless = dwell("d", Long.MAX_VALUE);
    byte[] longReason = unknownKind("😀".repeat(250_000));
    byte[] huge = new byte[3 << 20];
    Arrays.fill(huge, (byte) '[');
    PipelineSettings settings = newLog("bad.");
    Instant end = at(1).plus(settings.rules().drain());
    try (KafkaEventLog log = KafkaEventLog.open(settings.kafka(), settings.topics());
        StreamJob job = StreamJob.start(settings)) {
      append(log, page("s/0", 0, "a"));
      appendRaw(
          settings,
          settings.topics().events(),
          truncated,
          oversized,
          wrongVersion,
          notUtf8,
          unknownKind,
          ancient,
          endless,
          dwell("e", Long.MAX_VALUE),
          longReason,
          huge);
      append(log, click("c", 1, "s/0", "a"));
      log.appendEnd(end).toCompletableFuture().join();
      assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
      assertThat(job.counts()).contains(entry(Count.MALFORMED, 10L), entry(Count.PAGES, 1L));
    }
    assertThat(read(settings, Topics::samples, new JoinedPageCodec()))
        .extracting(JoinedPage::clicks)
        .containsExactly(1);
    List<DeadLetter> letters = read(settings, Topics::deadLetter, new DeadLetterCodec());
    assertThat(letters)
        .extracting(DeadLetter::raw)
        .containsExactly(
            truncated,
            oversized,
            wrongVersion,
            notUtf8,
            unknownKind,
            ancient,
            endless,
            dwell("e", Long.MAX_VALUE),
            longReason,
            Arrays.copyOf(huge, 2 << 20));
    assertReasons(
        letters,
        "not JSON: Unexpected end-of-input",
        "has " + oversized.length + " bytes, at most 1048576 are allowed",
        "v is 9, known is 1",
        "not JSON: Invalid UTF-8",
        "kind 'share' is not known",
        "before 2000-01-01T00:00:00Z: it must be in milliseconds",
        "dwellMillis must be from 0 to 86400000, was 9223372036854775807",
        "dwellMillis must be from 0 to 86400000, was 9223372036854775807",
        "kind '😀😀",
        "at most 1048576 are allowed; only its first 2097152 bytes are kept");
    assertThat(letters).extracting(DeadLetter::topic).containsOnly("bad.events");
    assertThat(letters)
        .extracting(DeadLetter::offset)
        .as("one behind the other")
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void a_replay_brings_back_what_can_be_read_by_now_once_and_keeps_the_rest() throws Exception {
    PipelineSettings settings = newLog("again.");
    // As an older build had left them: the first of a kind that it did not know.
    DeadLetter readable =
        new DeadLetter("again.events", 0, 3, "kind 'click' is not known", CLICK.getBytes(UTF_8));
    DeadLetter garbage = new DeadLetter("again.events", 1, 4, "not JSON", "x".getBytes(UTF_8));
    DeadLetterCodec codec = new DeadLetterCodec();
    appendRaw(
        settings, settings.topics().deadLetter(), codec.encode(garbage), codec.encode(readable));
    assertThat(waiting(settings)).containsExactly(garbage, readable);

    try (DeadLetters letters = new DeadLetters(settings.kafka(), settings.topics())) {
      assertThat(letters.replay()).isEqualTo(new DeadLetters.Replayed(1, 1));
      assertThat(letters.replay()).isEqualTo(new DeadLetters.Replayed(0, 1));
    }
    assertThat(waiting(settings)).containsExactly(garbage);

    Instant end = at(1).plus(settings.rules().drain());
    try (KafkaEventLog log = KafkaEventLog.open(settings.kafka(), settings.topics());
        StreamJob job = StreamJob.start(settings)) {
      append(log, page("s/0", 0, "a"));
      log.appendEnd(end).toCompletableFuture().join();
      assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
      assertThat(job.counts()).contains(entry(Count.EVENTS, 2L), entry(Count.MATCHED, 1L));
    }
  }

  private static byte[] unknownKind(String kind) {
    return CLICK.replace("\"click\"", "\"" + kind + "\"").getBytes(UTF_8);
  }

  private static byte[] withTime(long millis) {
    return CLICK.replace("" + at(1).toEpochMilli(), "" + millis).getBytes(UTF_8);
  }

  /** Two of them together would be longer than a duration in milliseconds can be. */
  private static byte[] dwell(String id, long millis) {
    return CLICK
        .replace("\"click\",\"id\":\"c\"", "\"dwell\",\"id\":\"" + id + "\"")
        .replace("}", ",\"dwellMillis\":" + millis + "}")
        .getBytes(UTF_8);
  }

  private static void assertReasons(List<DeadLetter> letters, String... reasons) {
    assertThat(letters).hasSize(reasons.length);
    for (int k = 0; k < reasons.length; k++) {
      assertThat(letters.get(k).reason()).contains(reasons[k]);
    }
  }

  private static List<DeadLetter> waiting(PipelineSettings settings) {
    List<DeadLetter> waiting = new ArrayList<>();
    try (DeadLetters letters = new DeadLetters(settings.kafka(), settings.topics())) {
      letters.forEach(waiting::add);
    }
    return waiting;
  }

  private static PipelineSettings newLog(String prefix) {
    Topics topics = new Topics(prefix);
    topics.create(kafka.access(), 1, 1);
    return JobFixture.settings(kafka.access(), directory.resolve(prefix), topics, 1);
  }
}
