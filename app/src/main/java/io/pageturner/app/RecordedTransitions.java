package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.evaluate.SessionLog;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    List<Transition> transitions = new ArrayList<>();
    try (ExistingLog log = ExistingLog.open(config.log(), new DataDirectory(directory))) {
      log.read(Topics::transitions, new TransitionCodec(), transitions::add);
    }
    return transitions;
  }
}
