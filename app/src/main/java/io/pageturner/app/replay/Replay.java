package io.pageturner.app.replay;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.FreshData;
import io.pageturner.app.LoggedFeed;
import io.pageturner.app.OfflineTraining;
import io.pageturner.app.Pageturner;
import io.pageturner.app.StreamRole;
import io.pageturner.app.cli.Terminal;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** One replay: a feed's own log, from its file to a first model that answers over HTTP. */
public final class Replay {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int PROGRESS = 10_000;

  private final LogFormat format;
  private final Path log;
  private final Path directory;
  private final int port;
  private final Terminal terminal;

  /** Prepares a replay into a data directory that is made anew. */
  public Replay(LogFormat format, Path log, Path directory, int port, Terminal terminal) {
    this.format = format;
    this.log = log;
    this.directory = directory;
    this.port = port;
    this.terminal = terminal;
  }

  /**
   * Runs it.
   *
   * @param serving run while the server is up, after the first page was answered
   * @return whether the balance holds
   */
  public boolean run(Runnable serving) throws IOException {
    terminal.say("reading %s ...", log);
    Recording recording = format.read(log);
    terminal.say("%,d records, %,d lists", recording.lines(), recording.pages());
    DataDirectory data = FreshData.make(directory, format.features(), format.settings());
    PageturnerConfig config =
        PageturnerConfig.load(
            Optional.of(data.config()),
            Map.of("data-directory", directory.toString(), "http.port", port),
            Optional.empty());
    FeatureConfig features = FeatureConfigParser.read(data.features());
    Balance balance = throughThePipeline(recording, config, features);
    terminal.print(balance.toString());
    train(balance, config, features);
    serve(balance, config, features, serving);
    return balance.holds();
  }

  private Balance throughThePipeline(
      Recording recording, PageturnerConfig config, FeatureConfig features) throws IOException {
    try (LoggedFeed feed = LoggedFeed.open(config)) {
      terminal.say("event log and stream job are up; appending ...");
      ReplayDriver driver =
          new ReplayDriver(feed.log().events(), features, config.feed().actions());
      driver.drive(recording, this::progress);
      Instant end = recording.steps().get(recording.steps().size() - 1).time();
      terminal.say("appended %,d events; joining ...", recording.steps().size());
      feed.drain(end, PATIENCE);
      return Balance.read(recording, feed.log());
    }
  }

  private void progress(long done) {
    if (done % PROGRESS == 0) {
      terminal.say("  %,d events", done);
    }
  }

  private void train(Balance balance, PageturnerConfig config, FeatureConfig features)
      throws IOException {
    OfflineTraining training = new OfflineTraining(config, features, terminal::say);
    training.run(
        balance.recording().itemSessions(OfflineTraining.embeddingsEnd(balance.pages())),
        balance.answeredPages(StreamRole.rules(config.stream())),
        balance.position(),
        balance.transitions());
  }

  private void serve(
      Balance balance, PageturnerConfig config, FeatureConfig features, Runnable serving)
      throws IOException {
    try (Pageturner loop = Pageturner.start(config, InstantSource.system())) {
      int bound = loop.serving().orElseThrow().port();
      terminal.say("serving on http://%s:%d", config.http().host(), bound);
      FirstPage.ask(config.http().host(), bound, balance, features, terminal);
      serving.run();
    }
  }
}
