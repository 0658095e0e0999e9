package io.pageturner.pipeline.stream;

import io.pageturner.domain.JoinedPage;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The stream job, the same on one machine and on a cluster:
 *
 * <pre>
 *   events ─► log progress ─► online joiner ─┬─► samples (Kafka, Parquet)
 *                  │     (by user) │         └─► experience collector ─► transitions, episodes, aside
 *                  ▼               ▼                 (by session)
 *             dead letters    corrections, unmatched, duplicates
 * </pre>
 */
public final class JobGraph {
  /** Below Kafka's default for the broker's greatest record, with room for its frame. */
  private static final String MAX_REQUEST_BYTES = Integer.toString(4 << 20);

  private static final OutputTag<TopicRecord> SIDE =
      new OutputTag<>("side-topics", StreamType.TOPIC_RECORD);

  private final PipelineSettings settings;
  private final int partitions;
  private final Outbox outbox;

  private JobGraph(PipelineSettings settings, int partitions) {
    this.settings = settings;
    this.partitions = partitions;
    this.outbox = new Outbox(settings.topics());
  }

  /**
   * Adds the job to {@code environment}.
   *
   * @param partitions of the events topic: it is read by at most as many tasks
   */
  public static void build(
      StreamExecutionEnvironment environment, PipelineSettings settings, int partitions) {
    new JobGraph(settings, partitions).build(environment);
  }

  /** The joiner alone, its pages into the samples topic: for measurements. */
  static void joinerAlone(
      StreamExecutionEnvironment environment, PipelineSettings settings, int partitions) {
    JobGraph job = new JobGraph(settings, partitions);
    SingleOutputStreamOperator<TimedEvent> events = job.readEvents(environment);
    SingleOutputStreamOperator<JoinedPage> pages = job.join(events);
    job.writeTopics(job.samples(pages).union(pages.getSideOutput(SIDE)));
  }

  /** Every event read, sent to its user's task and written again: what a measurement goes by. */
  static void copy(
      StreamExecutionEnvironment environment, PipelineSettings settings, int partitions) {
    JobGraph job = new JobGraph(settings, partitions);
    Outbox outbox = job.outbox;
    job.writeTopics(
        job.readEvents(environment)
            .keyBy(TimedEvent::user, Types.STRING)
            .map(timed -> outbox.duplicate(timed.event()))
            .returns(StreamType.TOPIC_RECORD));
  }

  private void build(StreamExecutionEnvironment environment) {
    SingleOutputStreamOperator<TimedEvent> events = readEvents(environment);
    SingleOutputStreamOperator<JoinedPage> pages = join(events);
    SingleOutputStreamOperator<TopicRecord> experience = collect(pages);
    writeFiles(pages);
    writeTopics(
        samples(pages).union(experience, events.getSideOutput(SIDE), pages.getSideOutput(SIDE)));
  }

  /**
   * Event time is that of the slowest partition, and none is ever taken for idle: one that is not
   * read for a while, because the broker is gone or the machine is slow, would be passed by, and
   * its events found late. Heartbeats move those that are silent. A task without a partition would
   * hold everything back: so there is none.
   */
  private SingleOutputStreamOperator<TimedEvent> readEvents(
      StreamExecutionEnvironment environment) {
    KafkaSource<LogLine> source =
        KafkaSource.<LogLine>builder()
            .setProperties(settings.kafka().properties())
            .setTopics(settings.topics().events())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new LogLineReader(settings.maxClockAhead()))
            .setProperty("commit.offsets.on.checkpoint", "false")
            // Dead letters are replayed in transactions.
            .setProperty("isolation.level", "read_committed")
            .build();
    WatermarkStrategy<LogLine> eventTime =
        WatermarkStrategy.<LogLine>forBoundedOutOfOrderness(settings.maxOutOfOrderness())
            .withTimestampAssigner((line, kafkaTime) -> line.time());
    int readers = Math.min(settings.parallelism(), partitions);
    long bound = settings.maxOutOfOrderness().toMillis();
    return environment
        .fromSource(source, eventTime, "events", StreamType.LOG_LINE)
        .uid("events")
        .setParallelism(readers)
        .process(new LogProgress(bound, outbox, SIDE), StreamType.TIMED_EVENT)
        .setParallelism(readers)
        .name("log progress")
        .uid("log-progress");
  }

  private SingleOutputStreamOperator<JoinedPage> join(DataStream<TimedEvent> events) {
    return events
        .keyBy(TimedEvent::user, Types.STRING)
        .process(new OnlineJoiner(settings.rules(), outbox, SIDE), StreamType.JOINED_PAGE)
        .name("online joiner")
        .uid("online-joiner");
  }

  private SingleOutputStreamOperator<TopicRecord> collect(DataStream<JoinedPage> pages) {
    return pages
        .keyBy(ExperienceCollector::key, Types.STRING)
        .process(
            new ExperienceCollector(settings.rules(), settings.weights(), outbox),
            StreamType.TOPIC_RECORD)
        .name("experience collector")
        .uid("experience-collector");
  }

  private DataStream<TopicRecord> samples(DataStream<JoinedPage> pages) {
    return pages
        .map(outbox::sample)
        .returns(StreamType.TOPIC_RECORD)
        .name("samples")
        .uid("samples");
  }

  private void writeFiles(DataStream<JoinedPage> pages) {
    Duration longestWindow = settings.rules().longestWindow();
    pages
        .transform(
            "sample batches",
            StreamType.JOINED_PAGE,
            new SampleBatcher(settings.sampleFiles(), longestWindow))
        .uid("sample-batches")
        .sinkTo(SampleFiles.sink(settings.samples(), settings.sampleFiles()))
        .name("sample files")
        .uid("sample-files");
  }

  private void writeTopics(DataStream<TopicRecord> results) {
    KafkaSink<TopicRecord> sink =
        KafkaSink.<TopicRecord>builder()
            .setBootstrapServers(settings.kafka().bootstrapServers())
            .setKafkaProducerConfig(settings.kafka().properties())
            .setRecordSerializer(new TopicRecordWriter(settings.topics()))
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(settings.jobName())
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setProperty(
                "transaction.timeout.ms", Long.toString(settings.transactionTimeout().toMillis()))
            .setProperty("compression.type", "lz4")
            .setProperty("max.request.size", MAX_REQUEST_BYTES)
            .build();
    results
        .transform("committed time", StreamType.TOPIC_RECORD, new CommittedTime())
        .uid("committed-time")
        .sinkTo(sink)
        .name("topics")
        .uid("topics");
  }
}
