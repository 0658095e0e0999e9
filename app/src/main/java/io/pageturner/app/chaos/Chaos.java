package io.pageturner.app.chaos;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.FreshData;
import io.pageturner.app.Rebuilding;
import io.pageturner.app.StreamRole;
import io.pageturner.app.cli.Terminal;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.replay.InMemoryJoin;
import io.pageturner.domain.Event;
import io.pageturner.domain.PageId;
import io.pageturner.learning.trainer.Checkpoints;
import io.pageturner.pipeline.codec.BytesCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.pipeline.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * One run of chaos: events go in while broker, stream job and trainer are killed at random moments;
 * then the results are compared with those of the same feed joined in memory, undisturbed.
 *
 * <p>A live run has today's events, as fast as they happen, and heartbeats; what was down meanwhile
 * makes events late. Its results are compared with what is rebuilt from the event log, undisturbed.
 *
 * <p>A batch of events that was not certainly stored is appended again, as clients do: what was
 * stored twice is a duplicate to the joiner. A batch spans less event time than the log may be out
 * of order by.
 */
public final class Chaos {
  private static final String SAME = "Nobody can tell from the results.";
  private static final String DIFFERENT = "THE RESULTS DIFFER.";
  private static final int BATCH = 250;
  private static final long BUFFER_BYTES = 8L << 20;
  private static final int LIVE_BATCH = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final PageturnerConfig config;
  private final boolean live;
  private final Terminal terminal;
  private final Random random;
  private final ChaosProcess broker;
  private final ChaosProcess stream;
  private final ChaosProcess trainer;
  private final List<ChaosProcess> processes;
  private final MultisetDigest expectedPages = new MultisetDigest();
  private final MultisetDigest expectedTransitions = new MultisetDigest();

  /**
   * Prepares a run into a data directory that is made anew.
   *
   * @param port of the broker
   * @param live events as they happen, and heartbeats
   */
  public Chaos(Path directory, int port, long seed, boolean live, Terminal terminal)
      throws IOException {
    String settings = live ? "chaos-live.conf" : "chaos.conf";
    DataDirectory data = FreshData.make(directory, "demo/features.yaml", settings);
    this.config =
        PageturnerConfig.load(
            Optional.of(data.config()),
            Map.of(
                "data-directory",
                directory.toString(),
                "log.bootstrap-servers",
                "127.0.0.1:" + port),
            Optional.empty());
    this.live = live;
    this.terminal = terminal;
    this.random = new Random(seed);
    Path errors = directory.resolve("errors.log");
    List<String> brokerArguments =
        List.of("broker", "--data-directory", directory.toString(), "--port", "" + port);
    this.broker = new ChaosProcess("broker", brokerArguments, errors);
    this.stream = new ChaosProcess("stream", role("stream"), errors);
    this.trainer = new ChaosProcess("trainer", role("train"), errors);
    this.processes = List.of(broker, stream, trainer);
  }

  private List<String> role(String role) {
    return List.of(
        "serve",
        "--roles",
        role,
        "--data-directory",
        config.dataDirectory().toString(),
        "--port",
        "0", // The trainer's, for versions; nobody asks for it here.
        "--bootstrap-servers",
        config.log().bootstrapServers());
  }

  /**
   * Runs it.
   *
   * @return whether the results are those of an undisturbed run
   */
  public boolean run(long events, int kills, long feedSeed)
      throws IOException, InterruptedException {
    try {
      broker.start();
      awaitUp(broker);
      stream.start();
      trainer.start();
      awaitUp(stream);
      awaitUp(trainer);
      if (live) {
        return rebuilt(liveFeed(events, kills, feedSeed));
      }
      return results(feed(events, kills, feedSeed));
    } finally {
      processes.forEach(ChaosProcess::close);
    }
  }

  private Instant feed(long events, int kills, long feedSeed) {
    Topics topics = topics();
    ChaosFeed feed = new ChaosFeed(feedSeed, ChaosFeed.START);
    JoinedPageCodec pages = new JoinedPageCodec();
    TransitionCodec transitions = new TransitionCodec();
    InMemoryJoin undisturbed =
        new InMemoryJoin(
            config,
            page -> expectedPages.add(pages.encode(page)),
            transition -> expectedTransitions.add(transitions.encode(transition)));
    try (KafkaEventLog log = KafkaEventLog.open(kafka(), topics, BUFFER_BYTES, PATIENCE)) {
      int killed = 0;
      for (long done = 0; done < events; done += BATCH) {
        if (killed < kills && done >= (killed + 1) * events / (kills + 1)) {
          killed++;
          killOne(killed, done);
        }
        List<Event> batch = feed.next((int) Math.min(BATCH, events - done));
        store(log, batch);
        batch.forEach(undisturbed::accept);
      }
      undisturbed.end();
      Instant end = feed.end().plus(StreamRole.rules(config.stream()).drain()).plusSeconds(10);
      awaitUp(stream);
      retry(() -> log.appendEnd(end).toCompletableFuture().join());
      terminal.say("%,d events are in; %d kills", events, killed);
      return end;
    }
  }

  /** Appends events as they happen; the number of pages among them. */
  private long liveFeed(long events, int kills, long feedSeed) {
    ChaosFeed feed = new ChaosFeed(feedSeed, Instant.now());
    Set<PageId> pages = new HashSet<>();
    try (KafkaEventLog log = KafkaEventLog.open(kafka(), topics(), BUFFER_BYTES, PATIENCE)) {
      int killed = 0;
      for (long done = 0; done < events; done += LIVE_BATCH) {
        if (killed < kills && done >= (killed + 1) * events / (kills + 1)) {
          killed++;
          killOne(killed, done);
        }
        feed.comeTo(Instant.now());
        List<Event> batch = feed.next((int) Math.min(LIVE_BATCH, events - done));
        store(log, batch);
        for (Event event : batch) {
          if (event instanceof Event.PageShown shown) {
            pages.add(shown.decision().page());
          }
        }
        pause(ChaosFeed.STEP.multipliedBy(LIVE_BATCH));
      }
    }
    terminal.say("%,d events with %,d pages are in; %d kills", events, pages.size(), kills);
    return pages.size();
  }

  /** All are up, then one is not: after a random while, so that it is hit at any step. */
  private void killOne(int number, long done) {
    processes.forEach(this::awaitUp);
    pause(Duration.ofMillis(random.nextInt(3_000)));
    ChaosProcess victim = processes.get(random.nextInt(processes.size()));
    terminal.say("kill %d: %s, after %,d events", number, victim.name(), done);
    victim.kill();
    victim.start();
  }

  private void store(KafkaEventLog log, List<Event> batch) {
    retry(
        () ->
            CompletableFuture.allOf(
                    batch.stream()
                        .map(event -> log.append(event).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .join());
  }

  private static void retry(Runnable append) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        append.run();
        return;
      } catch (CompletionException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the log takes no events", e.getCause());
        }
        pause(Duration.ofMillis(200));
      }
    }
  }

  private boolean results(Instant end) {
    terminal.say("event time ends at %s; waiting for the last results ...", end);
    await("samples", () -> count(topics().samples()) >= expectedPages.count());
    MultisetDigest pages = read(topics().samples(), new JoinedPageCodec());
    MultisetDigest transitions = read(topics().transitions(), new TransitionCodec());
    boolean samePages = told("samples (pages)", expectedPages, pages);
    boolean sameTransitions = told("transitions", expectedTransitions, transitions);
    boolean trainedOnce = trained(expectedTransitions.count());
    boolean holds = samePages && sameTransitions && trainedOnce;
    terminal.say(holds ? SAME : DIFFERENT);
    return holds;
  }

  /** Compares with an undisturbed job's results from the same log, when all pages have come out. */
  private boolean rebuilt(long pages) throws IOException, InterruptedException {
    terminal.say("waiting for the last results ...");
    await(
        "transitions",
        () -> {
          awaitUp(stream);
          return count(topics().transitions()) + count(topics().aside()) >= pages;
        });
    stream.stop();
    MultisetDigest transitions = read(topics().transitions(), new TransitionCodec());
    boolean trainedOnce = trained(transitions.count());
    Rebuilding.Report undisturbed = new Rebuilding(config, "undisturbed").run((read, of) -> {});
    terminal.say("samples (pages) against undisturbed ones: %s", undisturbed.samples());
    terminal.say("transitions against undisturbed ones: %s", undisturbed.transitions());
    boolean holds =
        undisturbed.samples().holds()
            && undisturbed.samples().equal() == pages
            && undisturbed.transitions().holds()
            && trainedOnce;
    terminal.say(holds ? SAME : DIFFERENT);
    return holds;
  }

  private boolean told(String what, MultisetDigest expected, MultisetDigest found) {
    terminal.say("%s, undisturbed: %s", what, expected);
    terminal.say("%s, with kills:  %s", what, found);
    return expected.toString().equals(found.toString());
  }

  /** The trainer's checkpoint: it has learned from every transition once. */
  private boolean trained(long expected) {
    await(
        "the trainer",
        () -> {
          awaitUp(trainer);
          return checkpointed() >= expected;
        });
    trainer.stop();
    long transitions = checkpointed();
    terminal.say("the trainer has consumed %,d transitions", transitions);
    return transitions == expected;
  }

  private long checkpointed() {
    try {
      return new Checkpoints(new DataDirectory(config.dataDirectory()).trainerCheckpoints())
          .transitions();
    } catch (IOException e) {
      return 0; // The trainer has just replaced the checkpoint that was being read.
    }
  }

  private long count(String topic) {
    long[] count = {0};
    try (RecordReader<byte[]> reader = new RecordReader<>(kafka(), topic, new BytesCodec())) {
      reader.readToEnd(found -> count[0]++);
    }
    return count[0];
  }

  private <T> MultisetDigest read(String topic, RecordCodec<T> codec) {
    MultisetDigest digest = new MultisetDigest();
    try (RecordReader<T> reader = new RecordReader<>(kafka(), topic, codec)) {
      reader.readToEnd(found -> digest.add(codec.encode(found)));
    }
    return digest;
  }

  private KafkaAccess kafka() {
    return KafkaAccess.open(config.log().bootstrapServers());
  }

  private Topics topics() {
    return new Topics(config.log().prefix() + ".");
  }

  private void awaitUp(ChaosProcess process) {
    await(
        process.name(),
        () -> {
          if (process.hasFailed()) {
            terminal.say("%s has ended by itself and is started again", process.name());
            process.start();
          }
          return process.isUp();
        });
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(what + " took longer than " + PATIENCE);
      }
      pause(Duration.ofMillis(250));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
