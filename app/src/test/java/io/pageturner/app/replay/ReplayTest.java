package io.pageturner.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.FreshData;
import io.pageturner.app.LoggedFeed;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generated log of hotel searches through the real Kafka and Flink, twice. */
class ReplayTest {
  private static final int SESSIONS = 120;

  @TempDir private Path directory;

  @Test
  void everyRecordIsAccountedForAndASecondRunGivesTheSameSamples() throws IOException {
    Recording recording = new HotelSearchFormat().read(generatedLog());

    Balance first = balance(recording, "first");
    Balance second = balance(recording, "second");

    assertThat(first.holds()).as(first.toString()).isTrue();
    assertThat(first.pages()).hasSize((int) recording.pages());
    assertThat(first.clicks()).isPositive();
    assertThat(first.unmatched()).isNotEmpty();
    assertThat(second.toString()).isEqualTo(first.toString());
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(inMemory(recording)).containsExactlyInAnyOrderElementsOf(first.transitions());
  }

  /** The same transitions without Kafka and Flink. */
  private static List<Transition> inMemory(Recording recording) throws IOException {
    HotelSearchFormat format = new HotelSearchFormat();
    PageturnerConfig config =
        PageturnerConfig.load(Optional.empty(), Map.of(), Optional.of(format.settings()));
    try (InputStream yaml =
        ReplayTest.class.getClassLoader().getResourceAsStream(format.features())) {
      String features = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      return InMemoryJoin.transitions(
          recording, FeatureConfigParser.parse(format.features(), features), config);
    }
  }

  private Balance balance(Recording recording, String name) throws IOException {
    HotelSearchFormat format = new HotelSearchFormat();
    DataDirectory data =
        FreshData.make(directory.resolve(name), format.features(), format.settings());
    PageturnerConfig config =
        PageturnerConfig.load(
            Optional.of(data.config()),
            Map.of("data-directory", data.root().toString()),
            Optional.empty());
    try (LoggedFeed feed = LoggedFeed.open(config)) {
      FeatureConfig features = FeatureConfigParser.read(data.features());
      new ReplayDriver(feed.log().events(), features, ActionSpace.DEFAULT)
          .drive(recording, done -> {});
      Instant end = recording.steps().get(recording.steps().size() - 1).time();
      feed.drain(end, Duration.ofMinutes(5));
      return Balance.read(recording, feed.log());
    }
  }

  /** Sessions of clicks and clickouts, some on items that no list shows. */
  private Path generatedLog() throws IOException {
    Random random = new Random(11);
    StringBuilder log =
        new StringBuilder(
            "user_id,session_id,timestamp,step,action_type,reference,platform,city,device,"
                + "current_filters,impressions,prices\n");
    for (int session = 0; session < SESSIONS; session++) {
      long time = 1_541_548_800L + random.nextInt(20_000);
      int step = 1;
      for (int list = 0; list < 1 + random.nextInt(4); list++) {
        int first = random.nextInt(500);
        for (int click = 0; click < random.nextInt(4); click++) {
          time += random.nextInt(120);
          row(
              log,
              session,
              time,
              step++,
              "interaction item image",
              first + random.nextInt(30),
              "",
              "");
        }
        time += random.nextInt(60);
        String items =
            IntStream.range(first, first + 25)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("|"));
        String prices =
            IntStream.range(0, 25)
                .mapToObj(i -> Integer.toString(50 + random.nextInt(100)))
                .collect(Collectors.joining("|"));
        row(log, session, time, step++, "clickout item", first + random.nextInt(25), items, prices);
      }
    }
    return Files.writeString(directory.resolve("log.csv"), log);
  }

  private static void row(
      StringBuilder log,
      int session,
      long time,
      int step,
      String action,
      int item,
      String items,
      String prices) {
    log.append(
        "u%d,s%d,%d,%d,%s,%d,DE,\"Bonn, Germany\",mobile,,%s,%s%n"
            .formatted(session / 2, session, time, step, action, item, items, prices));
  }
}
