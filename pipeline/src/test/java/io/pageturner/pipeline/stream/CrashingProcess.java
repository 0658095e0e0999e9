package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.page;

import io.pageturner.domain.Event;
import io.pageturner.pipeline.TestFeed;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A broker, a stream job and a feed in one process, to be killed by {@link CrashTest}. */
final class CrashingProcess {
  static final String STORED = "stored ";
  static final String COMMITTED = "committed";

  /** After so many of its events it waits until half of them are committed; then it goes on. */
  static final int EVENTS_TO_COMMIT = 200;

  private CrashingProcess() {}

  private static final int BATCH = 10;

  /** Goes on with the feed from an event on, ten at a time, and tells what is stored. */
  public static void main(String[] args) throws InterruptedException {
    Path directory = Path.of(args[0]);
    int from = Integer.parseInt(args[1]);
    EmbeddedKafka kafka = EmbeddedKafka.start(kafkaDirectory(directory), 0);
    PipelineSettings settings = settings(directory, kafka.access());
    settings.topics().create(kafka.access(), 2, 1);
    KafkaEventLog log = KafkaEventLog.open(kafka.access(), settings.topics());
    StreamJob job = StreamJob.start(settings);
    List<Event> feed = feed(100_000);
    for (int k = from; k + BATCH <= feed.size(); k += BATCH) {
      append(log, feed.subList(k, k + BATCH));
      if (k == from + EVENTS_TO_COMMIT) {
        job.awaitCommitted(TestFeed.at(from + EVENTS_TO_COMMIT / 2), JobFixture.PATIENCE);
        System.out.println(COMMITTED);
      }
      System.out.println(STORED + (k + BATCH));
    }
  }

  /** Appends events in their order and waits until they are stored. */
  static void append(KafkaEventLog log, List<Event> events) {
    CompletableFuture.allOf(
            events.stream()
                .map(event -> log.append(event).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  static Path kafkaDirectory(Path directory) {
    return directory.resolve("kafka");
  }

  static PipelineSettings settings(Path directory, KafkaAccess kafka) {
    return JobFixture.settings(kafka, directory, new Topics("crash."), 2);
  }

  /** Sessions of two pages, a click and a leave, a second from event to event, in order. */
  static List<Event> feed(int events) {
    List<Event> feed = new ArrayList<>();
    for (int k = 0; feed.size() < events; k++) {
      String user = "u" + k % 30;
      String session = "s" + k;
      int time = feed.size();
      feed.add(page(user, session + "/0", time, "a", "b"));
      feed.add(click(user, "c" + k, time + 1, session, "b"));
      feed.add(page(user, session + "/1", time + 2, "c"));
      feed.add(leave(user, "l" + k, time + 3, session));
    }
    return feed;
  }
}
