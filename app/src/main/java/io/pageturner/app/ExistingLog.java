package io.pageturner.app;

import io.pageturner.app.config.LogConfig;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.kafka.DeadLetters;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.pipeline.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import java.util.function.Function;

/** The log that a feed has left in its data directory, or keeps in a Kafka of its own. */
public final class ExistingLog implements AutoCloseable {
  private final Closing closing = new Closing();
  private final OpenLog log;

  private ExistingLog(LogConfig config, DataDirectory data) throws IOException {
    this.log = OpenLog.open(config, data, closing);
  }

  /**
   * Opens it. With a broker inside of the feed's process the feed must not be running.
   *
   * @throws IOException when there is no log
   */
  public static ExistingLog open(LogConfig config, DataDirectory data) throws IOException {
    if (config.embedded() && !Files.isDirectory(data.kafka())) {
      throw new IOException(data.root() + " is no data directory: it has no " + data.kafka());
    }
    return new ExistingLog(config, data);
  }

  /** Gives {@code each} every committed record of a topic. */
  public <T> void read(Function<Topics, String> topic, RecordCodec<T> codec, Consumer<T> each) {
    try (RecordReader<T> reader =
        new RecordReader<>(log.kafka(), topic.apply(log.topics()), codec)) {
      reader.readToEnd(each);
    }
  }

  /** Its dead letters; to be closed before the log. */
  public DeadLetters deadLetters() {
    return new DeadLetters(log.kafka(), log.topics());
  }

  @Override
  public void close() {
    closing.close();
  }
}
