package io.pageturner.pipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.JoinedPage;
import io.pageturner.pipeline.TestFeed;
import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.codec.RandomRecords;
import io.pageturner.pipeline.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class StreamTypeTest {
  @Test
  void no_record_of_the_job_falls_back_to_the_reflective_serialiser() {
    StreamExecutionEnvironment environment = environment();
    JobGraph.build(
        environment, PipelineSettings.in(Path.of("/nowhere"), KafkaAccess.open("127.0.0.1:1")), 4);

    assertThatCode(() -> environment.getStreamGraph().getJobGraph()).doesNotThrowAnyException();
  }

  @Test
  void a_record_that_would_fall_back_fails_the_job() {
    StreamExecutionEnvironment environment = environment();

    assertThatThrownBy(
            () -> {
              environment.fromData(new RandomRecords(1).decision()).print();
              environment.getStreamGraph().getJobGraph();
            })
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Generic types have been disabled");
  }

  @Test
  void every_type_survives_its_serialiser_and_the_serialiser_its_snapshot() throws Exception {
    RandomRecords records = new RandomRecords(3);
    survives(StreamType.JOINED_PAGE, records.joinedPage());
    survives(StreamType.TIMED_EVENT, new TimedEvent(records.event(), 17));
    survives(StreamType.LOG_LINE, line(new LogRecord.Logged(records.event())));
    survives(StreamType.LOG_LINE, line(new LogRecord.Heartbeat(TestFeed.at(1))));
    survives(StreamType.LOG_LINE, line(new LogRecord.End(TestFeed.at(1))));
    survives(StreamType.LOG_LINE, LogLine.refused(new DeadLetter("t", 1, 2, "why", new byte[3])));
  }

  @Test
  void a_type_is_the_same_constant_after_it_was_sent_to_a_cluster() throws Exception {
    byte[] sent = InstantiationUtil.serializeObject(StreamType.USER_PAGES);

    Object received =
        InstantiationUtil.deserializeObject(sent, StreamTypeTest.class.getClassLoader());

    assertThat(received).isSameAs(StreamType.USER_PAGES);
  }

  @Test
  void state_of_another_type_or_an_unknown_format_is_refused() {
    TypeSerializerSnapshot<JoinedPage> pages =
        StreamType.JOINED_PAGE.serializer().snapshotConfiguration();
    assertThatThrownBy(
            () ->
                pages.readSnapshot(
                    99, new DataInputDeserializer(new byte[10]), getClass().getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 99");
  }

  private static LogLine line(LogRecord content) {
    return LogLine.of(2, content, TestFeed.at(0));
  }

  private static <T> void survives(StreamType<T> type, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializer<T> serializer = type.serializer();
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    serializer.serialize(value, out);

    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    TypeSerializerSnapshot<T> snapshot =
        TypeSerializerSnapshot.readVersionedSnapshot(in, StreamTypeTest.class.getClassLoader());
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(snapshot)
                .isCompatibleAsIs())
        .isTrue();
    assertThat(snapshot.restoreSerializer().deserialize(in)).isEqualTo(value);
    assertThat(in.available()).isZero();
  }

  private static StreamExecutionEnvironment environment() {
    PipelineSettings settings =
        PipelineSettings.in(Path.of("/nowhere"), KafkaAccess.open("127.0.0.1:1"));
    return StreamExecutionEnvironment.getExecutionEnvironment(
        JobConfiguration.job(settings, Optional.empty()));
  }
}
