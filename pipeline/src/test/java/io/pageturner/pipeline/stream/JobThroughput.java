package io.pageturner.pipeline.stream;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.pipeline.TestFeed;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.join.PageJoiner;
import io.pageturner.pipeline.join.UserPages;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prints how many events a second go through the codec, the join rules and the whole job; run by
 * hand: {@code java -cp … io.pageturner.pipeline.stream.JobThroughput [events] [parallelism]}.
 *
 * <p>A page shows ten items of two features each; two clicks follow it.
 */
final class JobThroughput {
  private static final int USERS = 5_000;

  private JobThroughput() {}

  public static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int parallelism = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    for (int round = 0; round < 2; round++) {
      codec(events);
      joinRules(events);
    }
    wholeJob(events, parallelism);
    System.exit(0); // Kafka's and Flink's last threads are not waited for
  }

  private static void codec(int events) {
    EventCodec codec = new EventCodec();
    List<byte[]> encoded = new ArrayList<>();
    long start = System.nanoTime();
    IntStream.range(0, events).forEach(k -> encoded.add(codec.encode(event(k))));
    print("encoded", events, start);
    start = System.nanoTime();
    encoded.forEach(codec::decode);
    print("decoded", events, start);
  }

  private static void joinRules(int events) {
    PageJoiner joiner = new PageJoiner(JoinRules.DEFAULT);
    Map<UserId, UserPages> users = new HashMap<>();
    PagesOnly out = new PagesOnly(new ArrayList<>());
    long start = System.nanoTime();
    for (int k = 0; k < events; k++) {
      Event event = event(k);
      long watermark = event.time().toEpochMilli() - 2_001;
      joiner.accept(
          users.computeIfAbsent(event.user(), u -> new UserPages()), event, watermark, out);
      out.pages().clear();
    }
    print("through the join rules", events, start);
  }

  private static void wholeJob(int events, int parallelism) throws Exception {
    Path directory = Files.createTempDirectory("throughput");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      Topics topics = new Topics("speed.");
      topics.create(kafka.bootstrapServers(), 4, 1);
      PipelineSettings quick =
          JobFixture.settings(kafka.bootstrapServers(), directory, topics, parallelism);
      Instant end = event(events).time().plus(quick.rules().drain());
      fill(kafka, topics, events, end);
      try (StreamJob job = StreamJob.start(quick)) {
        while (job.counts().get(Count.EVENTS) == 0) {
          Thread.onSpinWait();
        }
        long start = System.nanoTime();
        job.awaitCommitted(end.minusSeconds(3), Duration.ofMinutes(30));
        print("through the whole job, to the last commit,", events, start);
        System.out.println(job.counts());
      }
    }
  }

  private static void fill(EmbeddedKafka kafka, Topics topics, int events, Instant end) {
    try (KafkaEventLog log = KafkaEventLog.open(kafka.bootstrapServers(), topics)) {
      long start = System.nanoTime();
      for (int k = 0; k < events; k++) {
        var stored = log.append(event(k)).toCompletableFuture();
        if (k % 2_000 == 0) {
          stored.join();
        }
      }
      log.appendHeartbeat(end).toCompletableFuture().join();
      print("appended", events, start);
    }
  }

  private static void print(String what, int events, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%,.0f events/s %s (%.1f s)%n", events / seconds, what, seconds);
  }

  /** Event k: every third one is a page, the next two are clicks on it; 100 a second. */
  private static Event event(int k) {
    int pageNumber = k / 3;
    int user = pageNumber % USERS;
    int index = pageNumber / USERS;
    double time = k / 100.0;
    String page = "s" + user + "/" + index;
    return k % 3 == 0
        ? page(user, page, index, time)
        : TestFeed.click("u" + user, "c" + k, time, page, "item-" + k % 3);
  }

  private static Event page(int user, String page, int index, double time) {
    List<ShownItem> items =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new ShownItem(
                        new ItemId("item-" + i),
                        i,
                        new double[] {0.1 * i, 0.01},
                        Map.of("price", 9.5 + i, "distance", 1.25),
                        Map.of("category", "c" + i % 4)))
            .toList();
    State state = new State(List.of(), Map.of("hour", 12.0), Map.of("city", "zurich"));
    return new Event.PageShown(
        new Decision(
            new PageId(page),
            new UserId("u" + user),
            new SessionId("s" + user),
            index,
            TestFeed.at(time),
            BucketName.BASELINE,
            "baseline",
            ModelVersion.NONE,
            Action.of(1),
            1,
            state,
            items,
            40));
  }
}
