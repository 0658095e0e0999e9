package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.page;
import static io.pageturner.pipeline.stream.JobFixture.PATIENCE;
import static io.pageturner.pipeline.stream.JobFixture.append;
import static io.pageturner.pipeline.stream.JobFixture.appendRaw;
import static io.pageturner.pipeline.stream.JobFixture.read;
import static io.pageturner.pipeline.stream.JobFixture.readBytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import io.pageturner.domain.Episode;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.codec.DuplicateCodec;
import io.pageturner.pipeline.codec.EpisodeCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.LateFeedbackCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.codec.UnmatchedFeedbackCodec;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.Heartbeats;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through a real broker and a real Flink cluster, both in this process. */
class StreamJobTest {
  private static final int PARTITIONS = 3;

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
  void everything_that_goes_in_comes_out_in_its_topic_once() throws Exception {
    PipelineSettings settings = newLog("balance.", 2);
    Instant end = at(1000).plus(settings.rules().drain());
    try (KafkaEventLog log = open(settings);
        StreamJob job = StreamJob.start(settings)) {
      for (int user = 0; user < 20; user++) {
        String u = "u" + user;
        append(log, page(u, "s/0", 0, "a", "b"), click(u, "c", 1, "s/0", "b"));
        append(log, page(u, "s/1", 10, "c"), leave(u, "l", 12, "s"));
      }
      append(log, click("u0", "c", 1, "s/0", "b"), click("u0", "unmatched", 30, "s/0", "x"));
      append(log, click("u0", "late", 700, "s/0", "a"));
      appendRaw(
          settings, settings.topics().events(), "{\"v\":1,\"kind\":\"click\"}".getBytes(UTF_8));
      appendEnd(log, end);

      assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
      assertThat(job.counts())
          .contains(
              entry(Count.EVENTS, 83L),
              entry(Count.MALFORMED, 1L),
              entry(Count.DUPLICATES, 1L),
              entry(Count.PAGES, 40L),
              entry(Count.SAMPLES, 60L),
              entry(Count.MATCHED, 40L),
              entry(Count.LATE, 1L),
              entry(Count.UNMATCHED, 1L),
              entry(Count.TRANSITIONS, 40L),
              entry(Count.EPISODES, 20L),
              entry(Count.ASIDE, 0L));
    }
    assertTopics(settings);
    assertFiles(settings);
  }

  private static void assertTopics(PipelineSettings settings) {
    List<JoinedPage> pages = read(settings, Topics::samples, new JoinedPageCodec());
    assertThat(pages).hasSize(40).doesNotHaveDuplicates();
    assertThat(pages.stream().mapToInt(JoinedPage::clicks).sum()).isEqualTo(20);
    assertThat(read(settings, Topics::transitions, new TransitionCodec()))
        .hasSize(40)
        .doesNotHaveDuplicates()
        .filteredOn(Transition::terminal)
        .hasSize(20);
    assertThat(read(settings, Topics::episodes, new EpisodeCodec()))
        .hasSize(20)
        .allMatch(episode -> episode.end() == Episode.End.LEAVE && episode.depth() == 2);
    assertThat(read(settings, Topics::corrections, new LateFeedbackCodec()))
        .extracting(late -> late.feedback().id().value())
        .containsExactly("late");
    assertThat(read(settings, Topics::unmatched, new UnmatchedFeedbackCodec()))
        .extracting(unmatched -> unmatched.feedback().id().value())
        .containsExactly("unmatched");
    assertThat(read(settings, Topics::duplicates, new DuplicateCodec())).hasSize(1);
    DeadLetter letter = read(settings, Topics::deadLetter, new DeadLetterCodec()).get(0);
    assertThat(letter.reason()).isEqualTo("id is missing");
    assertThat(new String(letter.raw(), UTF_8)).isEqualTo("{\"v\":1,\"kind\":\"click\"}");
    assertThat(letter.topic()).isEqualTo(settings.topics().events());
  }

  private static void assertFiles(PipelineSettings settings) {
    Path files = Path.of(URI.create(settings.samples()));
    assertThat(ParquetRows.files(files))
        .allMatch(file -> file.toString().contains("day=2025-11-21/hour=12/samples-"))
        .hasSizeLessThanOrEqualTo(2);
    assertThat(ParquetRows.below(files))
        .hasSize(60)
        .filteredOn(row -> row.getInteger("clicks", 0) == 1)
        .hasSize(20)
        .allMatch(row -> row.getString("item", 0).equals("b"))
        .allMatch(row -> row.getLong("time", 0) == at(0).toEpochMilli());
  }

  @Test
  void a_job_that_fails_for_good_says_why() throws Exception {
    PipelineSettings settings = newLog("failing.", 1);
    StreamJob.Graph broken =
        (environment, unused, partitions) ->
            environment
                .fromSequence(1, 3)
                .map(StreamJobTest::fail)
                .returns(Types.LONG)
                .sinkTo(new DiscardingSink<>());
    try (StreamJob job = StreamJob.start(settings, broken)) {
      assertThat(job.awaitCommitted(Instant.MAX, PATIENCE)).isFalse();
      assertThat(job.failure()).get().asInstanceOf(THROWABLE).hasStackTraceContaining("no use");
      assertThat(job.status().state()).isEqualTo(StreamJob.State.FAILED);
    }
  }

  /** A fault that Flink does not try again. */
  private static Long fail(Long number) {
    throw new SuppressRestartsException(new IllegalStateException("no use, " + number));
  }

  @Test
  void silence_and_a_restart_into_silence_lose_nothing_and_repeat_nothing() throws Exception {
    PipelineSettings settings = newLog("restart.", 2);
    Instant end = at(20).plus(settings.rules().drain());
    try (KafkaEventLog log = open(settings)) {
      for (int user = 0; user < 20; user++) {
        append(log, page("u" + user, "s/0", 0, "a"), click("u" + user, "c", 1, "s/0", "a"));
        append(log, page("u" + user, "s/1", 10, "b"));
      }
      try (StreamJob job = StreamJob.start(settings);
          Heartbeats stillThere = Heartbeats.start(log, () -> at(20), Duration.ofMillis(50))) {
        assertThat(stillThere).isNotNull();
        assertThat(job.awaitCommitted(at(17), PATIENCE)).isTrue();
      }
      assertThat(read(settings, Topics::samples, new JoinedPageCodec())).hasSize(20);

      try (StreamJob job = StreamJob.start(settings);
          Heartbeats goOn = Heartbeats.start(log, () -> end, Duration.ofMillis(50))) {
        assertThat(goOn).isNotNull();
        assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
        assertThat(job.status().state()).isEqualTo(StreamJob.State.RUNNING);
        assertThat(job.counts()).contains(entry(Count.EVENTS, 0L), entry(Count.PAGES, 20L));
      }
    }
    assertThat(read(settings, Topics::samples, new JoinedPageCodec()))
        .hasSize(40)
        .doesNotHaveDuplicates();
    assertThat(read(settings, Topics::transitions, new TransitionCodec()))
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  @Test
  void partitions_without_any_event_and_a_feed_that_falls_silent_hold_no_page_back()
      throws Exception {
    PipelineSettings settings = newLog("quiet.", 2);
    Instant end = at(1).plus(settings.rules().drain());
    try (KafkaEventLog log = open(settings);
        StreamJob job = StreamJob.start(settings)) {
      append(log, page("s/0", 0, "a"), click("c", 1, "s/0", "a"));
      try (Heartbeats goOn = Heartbeats.start(log, () -> end, Duration.ofMillis(50))) {
        assertThat(goOn).isNotNull();
        assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
      }
    }
    assertThat(read(settings, Topics::samples, new JoinedPageCodec()))
        .extracting(JoinedPage::clicks)
        .containsExactly(1);
    assertThat(read(settings, Topics::transitions, new TransitionCodec()))
        .extracting(Transition::terminal)
        .containsExactly(true);
    assertThat(read(settings, Topics::episodes, new EpisodeCodec())).hasSize(1);
  }

  @Test
  void one_clients_clock_that_runs_ahead_makes_nobody_else_late() throws Exception {
    PipelineSettings settings = newLog("ahead.", 1);
    double now = Duration.between(at(0), Instant.now()).toMillis() / 1000.0;
    Instant end = at(now + 300).plus(settings.rules().drain()).plusSeconds(3);
    try (KafkaEventLog log = open(settings);
        StreamJob job = StreamJob.start(settings)) {
      append(log, click("ahead", now + 240, "t", "a"), page("s/0", now, "a"));
      append(log, page("s/1", now + 1, "b"), click("c", now + 2, "s/0", "a"));
      log.appendHeartbeat(at(now + 3_600)).toCompletableFuture().join();
      append(log, click("d", now + 3, "s/0", "a"));
      appendEnd(log, end);
      assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
      assertThat(job.counts())
          .contains(entry(Count.LATE, 0L), entry(Count.MATCHED, 2L), entry(Count.UNMATCHED, 1L));
    }
  }

  @Test
  void a_replay_of_the_same_log_gives_the_same_bytes_at_any_parallelism() throws Exception {
    List<PipelineSettings> replays = new ArrayList<>();
    Topics topics = new Topics("replay.");
    for (int parallelism : new int[] {1, 2, 4}) {
      String name = "parallel-" + parallelism + ".";
      replays.add(
          JobFixture.settings(
              kafka.access(),
              directory.resolve(name),
              topics.replayedUnder(name),
              parallelism,
              SampleFileSettings.DEFAULT.withNegativeRate(0.5)));
      topics.replayedUnder(name).create(kafka.access(), PARTITIONS, 1);
    }
    PipelineSettings first = replays.get(0);
    Instant end = at(5000).plus(first.rules().drain());
    try (KafkaEventLog log = open(first)) {
      CrashingProcess.append(log, RandomFeed.events(7, 600));
      appendEnd(log, end);
    }
    for (PipelineSettings settings : replays) {
      try (StreamJob job = StreamJob.start(settings)) {
        assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
        assertThat(job.counts().get(Count.LATE)).as("stragglers are among them").isPositive();
      }
    }
    assertThat(readBytes(first, Topics::samples)).hasSizeGreaterThan(100);
    assertThat(fileRows(first)).hasSizeGreaterThan(100);
    for (PipelineSettings other : replays.subList(1, replays.size())) {
      assertSameBytes(other, first);
    }
  }

  private static void assertSameBytes(PipelineSettings other, PipelineSettings first) {
    for (var topic :
        List.<Function<Topics, String>>of(
            Topics::samples,
            Topics::transitions,
            Topics::episodes,
            Topics::corrections,
            Topics::unmatched,
            Topics::duplicates,
            Topics::aside)) {
      assertThat(readBytes(other, topic)).isEqualTo(readBytes(first, topic));
    }
    assertThat(fileRows(other)).as("negatives drawn alike").isEqualTo(fileRows(first));
  }

  /** The files' rows in canonical order. */
  private static List<String> fileRows(PipelineSettings settings) {
    return ParquetRows.below(Path.of(URI.create(settings.samples()))).stream()
        .map(Object::toString)
        .sorted()
        .toList();
  }

  private static PipelineSettings newLog(String prefix, int parallelism) {
    Topics topics = new Topics(prefix);
    topics.create(kafka.access(), PARTITIONS, 1);
    topics.create(kafka.access(), PARTITIONS, 1);
    return JobFixture.settings(kafka.access(), directory.resolve(prefix), topics, parallelism);
  }

  private static KafkaEventLog open(PipelineSettings settings) {
    return KafkaEventLog.open(settings.kafka(), settings.topics());
  }

  private static void appendEnd(KafkaEventLog log, Instant end) {
    log.appendEnd(end).toCompletableFuture().join();
  }
}
