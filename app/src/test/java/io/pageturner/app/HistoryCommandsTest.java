package io.pageturner.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.evaluate.SessionLog;
import io.pageturner.app.monitor.LoopMonitor;
import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.evaluation.ExperimentSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on what a feed has left: its history under other weights, its dead letters. */
class HistoryCommandsTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final UserId USER = new UserId("u");
  private static final SessionId SESSION = new SessionId("s");

  @TempDir private Path directory;

  private final PrintStream before = System.out;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(before);
  }

  @Test
  void historyIsScoredAgainWithItsCorrectionsAndDeadLettersAreListed() throws Exception {
    Path feed = directory.resolve("feed");
    leaveAFeed(feed);

    Path rescored = directory.resolve("rescored.jsonl.gz");
    Path episodes = directory.resolve("episodes.jsonl");
    assertThat(
            Main.run(
                "rescore",
                "--data-directory",
                feed.toString(),
                "--weight",
                "click=2",
                "--weight",
                "leave=3",
                "--out",
                rescored.toString(),
                "--episodes",
                episodes.toString()))
        .isZero();

    RewardWeights weights = new RewardWeights(2, 5, 0.1, 3, 0, 0);
    assertThat(said())
        .contains("2 transitions scored again, of 2 pages with 1 corrections")
        .contains("{" + RewardWeights.DEFAULT.version() + "=2}, now: " + weights.version());
    List<Transition> transitions = new ArrayList<>(SessionLog.read(rescored));
    transitions.sort((a, b) -> Integer.compare(a.pageIndex(), b.pageIndex()));
    // The first page has its click and the order that came late, the second nothing and a leave.
    assertThat(transitions.get(0).reward()).isEqualTo(2 + 5);
    assertThat(transitions.get(1).reward()).isCloseTo(-0.1 - 3, within(1e-12));
    assertThat(transitions).extracting(Transition::terminal).containsExactly(false, true);
    assertThat(transitions).extracting(Transition::rewards).containsOnly(weights.version());
    assertThat(Files.readString(episodes)).contains("\"rewards\":\"" + weights.version() + "\"");
    assertThat(directory.toFile().list()).as("nothing unfinished is left").hasSize(3);

    assertThat(rewardSeenByTheMonitor(feed, weights))
        .as("a click; nothing and a leave; corrections are not in the episodes topic")
        .isCloseTo(2 - 0.1 - 3, within(1e-12));

    out.reset();
    assertThat(Main.run("deadletter", "list", "--data-directory", feed.toString())).isZero();
    assertThat(said()).contains("0 dead letters");
    assertThat(Main.run("deadletter", "replay", "--data-directory", feed.toString())).isZero();
    assertThat(said()).contains("0 dead letters are back in the event log, 0 still");
  }

  @Test
  void samplesAndExperienceAreRebuiltFromTheLogAlone() throws IOException {
    Path feed = directory.resolve("feed");
    leaveAFeed(feed);

    assertThat(rebuild(feed, "again", "--parallelism", "2")).isZero();
    assertThat(said())
        .contains("pages with their samples: 2 the same, 0 different, 0 only in the live feed, 0")
        .contains("transitions: 2 the same, 0 different, 0 only in the live feed, 0 only rebuilt")
        .contains("byte for byte");
    assertThat(feed.resolve("rebuilt/again/samples"))
        .isDirectoryRecursivelyContaining("glob:**.parquet");

    assertThat(rebuild(feed, "again"))
        .as("nothing is mixed with what was rebuilt before")
        .isEqualTo(1);

    // Each transition says under which weights it was rewarded, so both come out otherwise.
    Path config = Files.writeString(directory.resolve("other.conf"), "pageturner.reward.click = 2");
    out.reset();
    assertThat(rebuild(feed, "otherwise", "--config", config.toString())).isEqualTo(1);
    assertThat(said())
        .contains("pages with their samples: 2 the same")
        .contains("transitions: 0 the same, 2 different, 0 only in the live feed, 0 only rebuilt");
  }

  private static int rebuild(Path feed, String name, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("rebuild", "--check", "--name", name, "--data-directory", feed.toString()));
    command.addAll(List.of(more));
    return Main.run(command.toArray(new String[0]));
  }

  @Test
  void aDirectoryWithoutALogIsToldOf() {
    assertThat(Main.run("deadletter", "list", "--data-directory", directory.toString()))
        .isEqualTo(1);
    assertThat(
            Main.run("rescore", "--data-directory", directory.toString(), "--out", "never.jsonl"))
        .isEqualTo(1);
  }

  @Test
  void anUnknownWeightIsToldOfWithASuggestion() {
    assertThat(Main.run("rescore", "--weight", "clik=2", "--out", "never.jsonl")).isEqualTo(2);
  }

  /** Two pages, a click, an order that comes after its page, a leave. */
  private static void leaveAFeed(Path directory) throws IOException {
    FreshData.make(directory, "demo/features.yaml", "demo.conf");
    try (LoggedFeed feed = LoggedFeed.open(config(directory))) {
      append(feed, page(0, START));
      append(feed, click("c", START.plusSeconds(1)));
      append(feed, page(1, START.plusSeconds(10)));
      append(feed, order("o", START.plusSeconds(40)));
      append(
          feed,
          new Event.FeedbackGiven(
              new Feedback.Leave(
                  new EventId("l"), USER, SESSION, START.plusSeconds(50), Optional.empty())));
      feed.drain(START.plusSeconds(50), Duration.ofMinutes(5));
    }
  }

  private static PageturnerConfig config(Path feed) {
    return PageturnerConfig.load(
        Optional.of(new DataDirectory(feed).config()),
        Map.of("data-directory", feed.toString()),
        Optional.empty());
  }

  /** What the monitor of a feed under other weights than before says a session is worth. */
  private static double rewardSeenByTheMonitor(Path feed, RewardWeights weights)
      throws IOException, InterruptedException {
    PageturnerConfig config = config(feed);
    DataDirectory data = new DataDirectory(feed);
    try (Closing closing = new Closing()) {
      OpenLog log = OpenLog.open(config.log(), data, closing);
      LoopMonitor monitor =
          closing.add(LoopMonitor.start(log, data, config.buckets(), weights, START));
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (monitor.latest().experiment().buckets().isEmpty()) {
        assertThat(System.nanoTime()).as("a session is seen").isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(50);
      }
      ExperimentSnapshot experiment = monitor.latest().experiment();
      return experiment.total(BucketName.BASELINE).rewardPerSession().estimate();
    }
  }

  private static void append(LoggedFeed feed, Event event) {
    feed.log().events().append(event).toCompletableFuture().join();
  }

  private static Event page(int index, Instant time) {
    return new Event.PageShown(
        new Decision(
            new PageId("s/" + index),
            USER,
            SESSION,
            index,
            time,
            BucketName.BASELINE,
            "baseline",
            ModelVersion.NONE,
            Action.of(1),
            1,
            State.EMPTY,
            ShownItem.inOrder(List.of(new ItemId("a"))),
            1));
  }

  private static Event click(String id, Instant time) {
    return new Event.FeedbackGiven(
        new Feedback.Click(
            new EventId(id),
            USER,
            SESSION,
            time,
            Optional.of(new PageId("s/0")),
            new ItemId("a"),
            Optional.empty()));
  }

  private static Event order(String id, Instant time) {
    return new Event.FeedbackGiven(
        new Feedback.Order(
            new EventId(id),
            USER,
            SESSION,
            time,
            Optional.of(new PageId("s/0")),
            new ItemId("a"),
            Optional.empty()));
  }

  private String said() {
    return out.toString(UTF_8);
  }
}
