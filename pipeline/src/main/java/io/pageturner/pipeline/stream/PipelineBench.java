package io.pageturner.pipeline.stream;

import com.sun.management.OperatingSystemMXBean;
import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.pipeline.join.JoinOutput;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.join.PageJoiner;
import io.pageturner.pipeline.join.UnmatchedFeedback;
import io.pageturner.pipeline.join.UserPages;
import io.pageturner.pipeline.join.UserPagesFormat;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Measures how fast the pipeline is, against a job that only copies: the same reader and codecs,
 * the same exchange by user, the same exactly-once sink.
 *
 * <p>Speeds are told per second of CPU time of the whole process, broker included, so that a busy
 * machine counts less.
 */
public final class PipelineBench {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int IN_FLIGHT = 2_000;

  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final KafkaAccess kafka;
  private final Path directory;
  private final Duration checkpointInterval;
  private final Topics topics = new Topics("bench.");
  private int runs;

  /** What is measured. */
  public enum Job {
    /** Kafka to Kafka, nothing in between. */
    COPY(JobGraph::copy),
    /** The online joiner, its pages into the samples topic. */
    JOINER(JobGraph::joinerAlone),
    /** Everything: joiner, collector, Parquet files. */
    WHOLE(JobGraph::build);

    private final StreamJob.Graph graph;

    Job(StreamJob.Graph graph) {
      this.graph = graph;
    }
  }

  /**
   * One run.
   *
   * @param perSecond events per second, from the first one read to the last result committed
   * @param perCpuSecond events per second of CPU time
   */
  public record Speed(double perSecond, double perCpuSecond) {}

  /**
   * Fills an event log.
   *
   * @param kafka a running one
   * @param directory for checkpoints and files
   * @param events how many
   * @param checkpointInterval of the jobs: each checkpoint writes the whole state, which is large
   *     while a log is read at full speed
   */
  public PipelineBench(KafkaAccess kafka, Path directory, int events, Duration checkpointInterval) {
    this.kafka = kafka;
    this.directory = directory;
    this.checkpointInterval = checkpointInterval;
    topics.create(kafka, 4, 1);
    try (KafkaEventLog log = KafkaEventLog.open(kafka, topics)) {
      List<CompletableFuture<Void>> underWay = new ArrayList<>();
      for (int k = 0; k < events; k++) {
        underWay.add(log.append(BenchFeed.event(k)).toCompletableFuture());
        if (underWay.size() == IN_FLIGHT) {
          underWay.forEach(CompletableFuture::join);
          underWay.clear();
        }
      }
      underWay.forEach(CompletableFuture::join);
      log.appendEnd(end(events)).toCompletableFuture().join();
    }
  }

  private static Instant end(int events) {
    return BenchFeed.time(events).plus(JoinRules.DEFAULT.drain());
  }

  /** Sends the whole log through a job. */
  public Speed run(Job job, int events, int parallelism) throws InterruptedException {
    runs++;
    PipelineSettings settings = settings(parallelism);
    settings.topics().create(kafka, 4, 1);
    try (StreamJob running = StreamJob.start(settings, job.graph)) {
      require(running.awaitFirstEvent(PATIENCE), running);
      long start = System.nanoTime();
      long cpu = process.getProcessCpuTime();
      require(running.awaitCommitted(end(events).minusSeconds(3), PATIENCE), running);
      return new Speed(
          events * 1e9 / (System.nanoTime() - start),
          events * 1e9 / (process.getProcessCpuTime() - cpu));
    }
  }

  private static void require(boolean reached, StreamJob job) {
    if (!reached) {
      throw new IllegalStateException("the job is " + job.status());
    }
  }

  private PipelineSettings settings(int parallelism) {
    String run = "run-" + runs + ".";
    PipelineSettings defaults = PipelineSettings.in(directory.resolve(run), kafka);
    return new PipelineSettings(
        kafka,
        topics.replayedUnder(run),
        defaults.rules(),
        defaults.maxOutOfOrderness(),
        defaults.maxClockAhead(),
        defaults.weights(),
        parallelism,
        checkpointInterval,
        defaults.checkpoints(),
        defaults.samples(),
        defaults.sampleFiles(),
        defaults.transactionTimeout(),
        defaults.jobManager());
  }

  /** Bytes that a checkpoint holds of a user with one open page of ten items and two clicks. */
  public static int stateBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new UserPagesFormat().write(openPage(0), new DataOutputStream(bytes));
    return bytes.size();
  }

  /** Bytes of heap that a user with such a page takes, as the mean of {@code users} of them. */
  public static long heapBytes(int users) {
    List<UserPages> all = new ArrayList<>(users);
    long before = usedHeap();
    for (int k = 0; k < users; k++) {
      all.add(openPage(k));
    }
    long bytes = (usedHeap() - before) / users;
    if (all.size() != users) {
      throw new IllegalStateException("the pages must be alive while they are measured");
    }
    return bytes;
  }

  private static UserPages openPage(int user) {
    PageJoiner joiner = new PageJoiner(JoinRules.DEFAULT);
    UserPages pages = new UserPages();
    for (int k = 0; k < 3; k++) {
      Event event = BenchFeed.event(3 * user + k);
      joiner.accept(pages, event, event.time().toEpochMilli(), NOTHING_COMES_OUT);
    }
    return pages;
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static final JoinOutput NOTHING_COMES_OUT =
      new JoinOutput() {
        @Override
        public void joined(JoinedPage page) {
          throw new IllegalStateException("the page is open");
        }

        @Override
        public void matched(Feedback feedback) {}

        @Override
        public void late(LateFeedback feedback) {}

        @Override
        public void unmatched(UnmatchedFeedback feedback) {}

        @Override
        public void duplicate(Event event) {}
      };
}
