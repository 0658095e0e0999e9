package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.stream.JobFixture.PATIENCE;
import static io.pageturner.pipeline.stream.JobFixture.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Event;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.UserId;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.join.PageJoiner;
import io.pageturner.pipeline.join.UserPages;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that holds broker and stream job is killed without warning (kill -9), and another one
 * goes on: readers of the results notice nothing.
 *
 * <p>{@code -Dcrash.kills=20} kills more often than the once of the ordinary build.
 */
class CrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 1);

  /** A process is killed so many events after its first commit, at most. */
  private static final int EVENTS_TO_KILL = 200;

  @TempDir Path directory;

  @Test
  void nothing_is_lost_and_nothing_comes_twice() throws Exception {
    int eventsPerKill = CrashingProcess.EVENTS_TO_COMMIT + EVENTS_TO_KILL;
    List<Event> feed = CrashingProcess.feed((KILLS + 1) * eventsPerKill);
    Random random = new Random(11);
    int appended = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      appended = runAndKill(appended, random.nextInt(EVENTS_TO_KILL));
    }
    assertThat(appended).isBetween(KILLS * CrashingProcess.EVENTS_TO_COMMIT, feed.size() - 1);

    try (EmbeddedKafka kafka = EmbeddedKafka.start(CrashingProcess.kafkaDirectory(directory), 0)) {
      PipelineSettings settings = CrashingProcess.settings(directory, kafka.access());
      finish(settings, feed, appended);
      assertResults(settings, joinInMemory(feed));
    }
  }

  private static void assertResults(PipelineSettings settings, List<JoinedPage> expected) {
    assertThat(read(settings, Topics::samples, new JoinedPageCodec()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(read(settings, Topics::transitions, new TransitionCodec()))
        .hasSize(expected.size())
        .doesNotHaveDuplicates();
    assertThat(ParquetRows.below(Path.of(URI.create(settings.samples()))))
        .hasSize(expected.stream().mapToInt(page -> page.outcomes().size()).sum());
    assertThat(Path.of(URI.create(settings.samples())))
        .as("the crash's unfinished files are gone")
        .satisfies(files -> assertThat(OrphanFiles.in(files.toString()).isEmpty()).isTrue())
        .isDirectoryRecursivelyContaining("glob:**.parquet");
  }

  /**
   * Kills a process {@code more} events after its first commit; returns the number of events that
   * were certainly stored: the next ones may be, too.
   */
  private int runAndKill(int from, int more) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashingProcess.class.getName(),
                directory.toString(),
                Integer.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int appended = from;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      int until = Integer.MAX_VALUE;
      for (String line = out.readLine(); line != null && appended < until; line = out.readLine()) {
        if (line.startsWith(CrashingProcess.STORED)) {
          appended = Integer.parseInt(line.substring(CrashingProcess.STORED.length()));
        } else if (line.equals(CrashingProcess.COMMITTED)) {
          until = appended + more;
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    return appended;
  }

  private static void finish(PipelineSettings settings, List<Event> feed, int appended)
      throws InterruptedException {
    Instant end = at(feed.size()).plus(settings.rules().drain());
    try (KafkaEventLog log = KafkaEventLog.open(settings.kafka(), settings.topics());
        StreamJob job = StreamJob.start(settings)) {
      CrashingProcess.append(log, feed.subList(appended, feed.size()));
      log.appendEnd(end).toCompletableFuture().join();
      assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
    }
  }

  private static List<JoinedPage> joinInMemory(List<Event> feed) {
    PageJoiner joiner = new PageJoiner(JoinRules.DEFAULT);
    Map<UserId, UserPages> users = new HashMap<>();
    List<JoinedPage> pages = new ArrayList<>();
    PagesOnly out = new PagesOnly(pages);
    for (Event event : feed) {
      UserPages user = users.computeIfAbsent(event.user(), u -> new UserPages());
      joiner.accept(user, event, Long.MIN_VALUE, out);
    }
    users.values().forEach(user -> joiner.advanceTo(user, Long.MAX_VALUE, out));
    return pages;
  }
}
