package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.evaluate.SessionLog;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All transitions that were recorded: in a file of JSON lines, or in the log of a feed. */
public final class RecordedTransitions {
  private RecordedTransitions() {}

  /**
   * Reads them.
   *
   * @param source a file as {@link SessionLog} reads it, or the data directory of a feed that is
   *     not running
   * @param config of the feed
   */
  public static List<Transition> read(Path source, PageturnerConfig config) throws IOException {
    return Files.isDirectory(source) ? readTopic(source, config) : SessionLog.read(source);
  }

  private static List<Transition> readTopic(Path directory, PageturnerConfig config)
      throws IOException {
    DataDirectory data = new DataDirectory(directory);
    if (config.log().embedded() && !Files.isDirectory(data.kafka())) {
      throw new IOException(directory + " is no data directory: it has no " + data.kafka());
    }
    try (Closing closing = new Closing()) {
      OpenLog log = OpenLog.open(config.log(), data, closing);
      try (RecordReader<Transition> reader =
          new RecordReader<>(
              log.bootstrapServers(), log.topics().transitions(), new TransitionCodec())) {
        return reader.readToEnd();
      }
    }
  }
}
