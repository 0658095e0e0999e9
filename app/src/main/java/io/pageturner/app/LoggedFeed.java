package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;

/** Event log and stream job for a log that is replayed: event time goes on with the log alone. */
public final class LoggedFeed implements AutoCloseable {
  private final Closing closing = new Closing();
  private final PageturnerConfig config;
  private final OpenLog log;
  private final StreamRole stream;

  private LoggedFeed(PageturnerConfig config) throws IOException {
    this.config = config;
    DataDirectory data = new DataDirectory(config.dataDirectory());
    Files.createDirectories(data.root());
    this.log = OpenLog.open(config.log(), data, closing);
    this.stream =
        StreamRole.withoutHeartbeats(
            config, data, FeatureConfigParser.read(config.features()), log, closing);
  }

  public static LoggedFeed open(PageturnerConfig config) throws IOException {
    return new LoggedFeed(config);
  }

  public OpenLog log() {
    return log;
  }

  /**
   * Ends the log and waits until every page, session and timer of it has come out and is committed.
   *
   * @param end time of its last event
   * @throws IllegalStateException when that takes longer than {@code patience}, or the job failed
   */
  public void drain(Instant end, Duration patience) {
    Instant drained = end.plus(StreamRole.rules(config.stream()).drain());
    Duration slack = config.stream().maxOutOfOrderness().plusSeconds(1);
    try {
      log.events().appendEnd(drained.plus(slack)).toCompletableFuture().join();
      if (!stream.job().awaitCommitted(drained, patience)) {
        throw new IllegalStateException(
            "the log was not joined within "
                + patience
                + "; the stream job is "
                + stream.job().status());
      }
    } catch (CompletionException e) {
      throw new IllegalStateException("the end of the log could not be appended", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the log was joined", e);
    }
  }

  @Override
  public void close() {
    closing.close();
  }
}
