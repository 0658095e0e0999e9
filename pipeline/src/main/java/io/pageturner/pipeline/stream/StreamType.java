package io.pageturner.pipeline.stream;

import io.pageturner.domain.JoinedPage;
import io.pageturner.pipeline.binary.BinaryFormat;
import io.pageturner.pipeline.binary.JoinedPageFormat;
import io.pageturner.pipeline.join.SessionPages;
import io.pageturner.pipeline.join.SessionPagesFormat;
import io.pageturner.pipeline.join.UserPages;
import io.pageturner.pipeline.join.UserPagesFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The types that travel in the stream job or lie in its state, each with its own format: the
 * reflective serialiser is never fallen back to.
 *
 * @param <T> the type
 */
final class StreamType<T> extends TypeInformation<T> {
  static final StreamType<LogLine> LOG_LINE =
      immutable("log-line", LogLine.class, new LogLineFormat());
  static final StreamType<TimedEvent> TIMED_EVENT =
      immutable("timed-event", TimedEvent.class, new TimedEventFormat());
  static final StreamType<JoinedPage> JOINED_PAGE =
      immutable("joined-page", JoinedPage.class, new JoinedPageFormat());
  static final StreamType<TopicRecord> TOPIC_RECORD =
      immutable("topic-record", TopicRecord.class, new TopicRecordFormat());
  static final StreamType<UserPages> USER_PAGES =
      new StreamType<>("user-pages", UserPages.class, new UserPagesFormat(), UserPages::copy);
  static final StreamType<SessionPages> SESSION_PAGES =
      new StreamType<>(
          "session-pages", SessionPages.class, new SessionPagesFormat(), SessionPages::copy);

  private static final List<StreamType<?>> ALL =
      List.of(LOG_LINE, TIMED_EVENT, JOINED_PAGE, TOPIC_RECORD, USER_PAGES, SESSION_PAGES);

  private static final long serialVersionUID = 1;

  private final String name;
  private final transient Class<T> type;
  private final transient BinaryFormat<T> format;
  private final transient UnaryOperator<T> copier;

  private StreamType(String name, Class<T> type, BinaryFormat<T> format, UnaryOperator<T> copier) {
    this.name = name;
    this.type = type;
    this.format = format;
    this.copier = copier;
  }

  private static <T> StreamType<T> immutable(String name, Class<T> type, BinaryFormat<T> format) {
    return new StreamType<>(name, type, format, UnaryOperator.identity());
  }

  /** The type that a checkpoint or a serialised job names. */
  static StreamType<?> named(String name) {
    return ALL.stream()
        .filter(type -> type.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stream type is named " + name));
  }

  String name() {
    return name;
  }

  BinaryFormat<T> format() {
    return format;
  }

  T copy(T value) {
    return copier.apply(value);
  }

  TypeSerializer<T> serializer() {
    return new StreamTypeSerializer<>(this);
  }

  /** Constants stay what they are when a job is sent to a cluster. */
  private Object readResolve() {
    return named(name);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer();
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof StreamType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamType<?> that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "StreamType(" + name + ")";
  }
}
