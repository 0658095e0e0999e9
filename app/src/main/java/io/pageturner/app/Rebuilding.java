package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.PageId;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.pipeline.codec.BytesCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.pipeline.kafka.Topics;
import io.pageturner.pipeline.stream.Count;
import io.pageturner.pipeline.stream.StreamJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A feed's samples and experience, made anew from its event log alone (SPEC 4.6), beside what the
 * live stream job has written, and compared with it byte for byte.
 *
 * <p>They go to topics and files of their own; nothing of the live feed is changed. As the log's
 * heartbeats are in it, event time comes as far as it had come when the log ended, and what is open
 * then stays open, as in the live job.
 */
public final class Rebuilding {
  /** A job that reads nothing for so long is stuck. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration STEP = Duration.ofMillis(500);

  /** Event time is told behind the records, several times a second. */
  private static final Duration EVENT_TIME = Duration.ofSeconds(2);

  private final PageturnerConfig config;
  private final String name;

  /** Told how many of the log's records are read. */
  @FunctionalInterface
  public interface Progress {
    void read(long records, long of);
  }

  /**
   * How rebuilt records go with the live ones, page by page.
   *
   * @param equal the same bytes
   * @param different other bytes
   * @param onlyLive not rebuilt
   * @param onlyRebuilt not in the live topic: its job has not come so far, or it was dropped there
   */
  public record Comparison(long equal, long different, long onlyLive, long onlyRebuilt) {
    /** Whether everything live is there again, byte for byte. */
    public boolean holds() {
      return different == 0 && onlyLive == 0;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d the same, %,d different, %,d only in the live feed, %,d only rebuilt",
          equal,
          different,
          onlyLive,
          onlyRebuilt);
    }
  }

  /**
   * What was made.
   *
   * @param topics that hold it
   * @param files directory of the Parquet files
   * @param samples of joined pages
   * @param transitions of the experience
   */
  public record Report(Topics topics, Path files, Comparison samples, Comparison transitions) {}

  /**
   * @param config of the feed; directories of the stream, its job manager and parallelism are the
   *     rebuilding's
   * @param name that begins the names of the new topics, and that of their directory
   */
  public Rebuilding(PageturnerConfig config, String name) {
    if (!name.matches("[a-zA-Z0-9_-]{1,100}")) {
      throw new IllegalArgumentException(
          "the name of a rebuild has 1 to 100 letters, digits, _ and -, was '" + name + "'");
    }
    this.config = config;
    this.name = name;
  }

  /**
   * Reads the whole log.
   *
   * @throws IOException when there is no log, or something was rebuilt under this name before
   * @throws IllegalStateException when the job fails or stands still
   */
  public Report run(Progress progress) throws IOException, InterruptedException {
    DataDirectory data = new DataDirectory(config.dataDirectory());
    DataDirectory own = data.rebuilt(name);
    FeatureConfig features = FeatureConfigParser.read(config.features());
    if (config.log().embedded() && !Files.isDirectory(data.kafka())) {
      throw new IOException(data.root() + " is no data directory: it has no " + data.kafka());
    }
    try (Closing closing = new Closing()) {
      OpenLog live = OpenLog.open(config.log(), data, closing);
      Topics topics = live.topics().replayedUnder(name + ".");
      topics.create(live.kafka(), config.log().partitions(), config.log().replication());
      for (String topic : topics.derived()) {
        if (count(live.kafka(), topic) > 0) {
          throw new IOException("topic " + topic + " holds records already: choose another name");
        }
      }
      OpenLog log = new OpenLog(live.kafka(), topics, live.events());
      // Read first: a live feed goes on, and what it makes meanwhile is not missing here.
      Map<PageId, byte[]> pages = pages(live.kafka(), live.topics());
      Map<PageId, byte[]> transitions = transitions(live.kafka(), live.topics());
      try (Closing job = new Closing()) {
        StreamRole role = StreamRole.withoutHeartbeats(config, own, features, log, job);
        awaitRead(role.job(), count(live.kafka(), topics.events()), progress);
      }
      return new Report(
          topics,
          own.samples(),
          compare(pages, pages(live.kafka(), topics)),
          compare(transitions, transitions(live.kafka(), topics)));
    }
  }

  private static Map<PageId, byte[]> pages(KafkaAccess kafka, Topics topics) {
    return digests(
        kafka, topics.samples(), new JoinedPageCodec(), joined -> joined.decision().page());
  }

  private static Map<PageId, byte[]> transitions(KafkaAccess kafka, Topics topics) {
    return digests(kafka, topics.transitions(), new TransitionCodec(), Transition::page);
  }

  private static long count(KafkaAccess kafka, String topic) {
    long[] count = {0};
    try (RecordReader<byte[]> reader = new RecordReader<>(kafka, topic, new BytesCodec())) {
      reader.readToEnd(found -> count[0]++);
    }
    return count[0];
  }

  private static void awaitRead(StreamJob job, long all, Progress progress)
      throws InterruptedException {
    long read = 0;
    long moved = System.nanoTime();
    while (read < all) {
      TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
      job.failure()
          .ifPresent(
              failure -> {
                throw new IllegalStateException("the stream job has failed: " + failure, failure);
              });
      Map<Count, Long> counts = job.counts();
      long now =
          counts.get(Count.EVENTS) + counts.get(Count.HEARTBEATS) + counts.get(Count.MALFORMED);
      if (now != read) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the stream job stands still at " + read + " of " + all + " records");
      }
      read = now;
      progress.read(Math.min(read, all), all);
    }
    TimeUnit.MILLISECONDS.sleep(EVENT_TIME.toMillis());
  }

  private static Comparison compare(Map<PageId, byte[]> before, Map<PageId, byte[]> after) {
    long equal = 0;
    long different = 0;
    for (Map.Entry<PageId, byte[]> found : after.entrySet()) {
      byte[] known = before.get(found.getKey());
      equal += known != null && Arrays.equals(known, found.getValue()) ? 1 : 0;
      different += known != null && !Arrays.equals(known, found.getValue()) ? 1 : 0;
    }
    long both = equal + different;
    return new Comparison(equal, different, before.size() - both, after.size() - both);
  }

  /** A page's digests are chained: one that is there twice equals none that is there once. */
  private static <T> Map<PageId, byte[]> digests(
      KafkaAccess kafka, String topic, RecordCodec<T> codec, Function<T, PageId> page) {
    MessageDigest sha256 = sha256();
    Map<PageId, byte[]> digests = new HashMap<>();
    try (RecordReader<T> reader = new RecordReader<>(kafka, topic, codec)) {
      reader.readToEnd(
          found ->
              digests.merge(
                  page.apply(found),
                  sha256.digest(codec.encode(found)),
                  (first, second) -> {
                    sha256.update(first);
                    return sha256.digest(second);
                  }));
    }
    return digests;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
