package io.pageturner.serving.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserStatesTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final UserId ANN = new UserId("ann");
  private static final SessionId PHONE = new SessionId("phone");
  private static final SessionId LAPTOP = new SessionId("laptop");

  @TempDir Path directory;
  private final UserStates states = new UserStates(100, Duration.ofMinutes(30));

  @Test
  void pagesOfASessionAreCounted() {
    assertThat(begin(PHONE, NOON).pageIndex()).isZero();
    assertThat(begin(PHONE, NOON.plusSeconds(60)).pageIndex()).isEqualTo(1);
    assertThat(begin(LAPTOP, NOON.plusSeconds(61)).pageIndex()).isZero();
    assertThat(begin(PHONE, NOON.plusSeconds(62)).pageIndex()).isEqualTo(2);
  }

  @Test
  void theClientsOwnCountIsTaken() {
    assertThat(states.beginPage(ANN, PHONE, OptionalInt.of(7), NOON).pageIndex()).isEqualTo(7);
    assertThat(begin(PHONE, NOON.plusSeconds(1)).pageIndex()).isEqualTo(8);
  }

  @Test
  void aGapBeginsASessionAnewUnderTheSameName() {
    begin(PHONE, NOON);
    states.rememberNoise(ANN, PHONE, List.of(0.3));
    PageStart within = begin(PHONE, NOON.plus(Duration.ofMinutes(29)));
    assertThat(within.noise()).containsExactly(0.3);
    PageStart after = begin(PHONE, NOON.plus(Duration.ofMinutes(59)));
    assertThat(after.pageIndex()).isZero();
    assertThat(after.noise()).isEmpty();
  }

  @Test
  void aLeaveEndsTheSession() {
    begin(PHONE, NOON);
    states.rememberNoise(ANN, PHONE, List.of(0.3));
    states.accept(new Feedback.Leave(new EventId("e"), ANN, PHONE, NOON, Optional.empty()));
    assertThat(begin(PHONE, NOON.plusSeconds(5)))
        .isEqualTo(new PageStart(states.behaviour(ANN), 0, List.of()));
  }

  @Test
  void theFirstPageRemembersNoNoise() {
    begin(PHONE, NOON);
    states.rememberNoise(ANN, PHONE, List.of(0.3));
    assertThat(states.beginPage(ANN, PHONE, OptionalInt.of(0), NOON).noise()).isEmpty();
  }

  @Test
  void clicksAndOrdersEnterTheBehaviourAndDwellDoesNot() {
    states.accept(click("i1", NOON));
    states.accept(
        new Feedback.Dwell(
            new EventId("d"),
            ANN,
            PHONE,
            NOON,
            Optional.empty(),
            new ItemId("i2"),
            Duration.ofSeconds(3)));
    assertThat(states.behaviour(ANN).recentItems(20)).containsExactly(new ItemId("i1"));
  }

  @Test
  void noMoreThanFourSessionsOfAUserAreRemembered() {
    for (int i = 0; i < 6; i++) {
      begin(new SessionId("s" + i), NOON);
    }
    assertThat(begin(new SessionId("s5"), NOON).pageIndex()).isEqualTo(1);
    assertThat(begin(new SessionId("s0"), NOON).pageIndex()).isZero();
  }

  @Test
  void aSnapshotRestoresEverything() throws IOException {
    Path file = directory.resolve("deep/users.bin");
    states.accept(click("i1", NOON));
    begin(PHONE, NOON);
    states.rememberNoise(ANN, PHONE, List.of(0.3, -0.1));
    new UserStateSnapshots(states, file, Duration.ofHours(1)).close();
    UserStates restored = new UserStates(100, Duration.ofMinutes(30));
    new UserStateSnapshots(restored, file, Duration.ofHours(1)).close();
    assertThat(restored.entries()).isEqualTo(states.entries());
    assertThat(restored.size()).isEqualTo(1);
  }

  @Test
  void aBrokenSnapshotIsPutAsideAndServingStarts() throws IOException {
    Path file = directory.resolve("users.bin");
    states.accept(click("i1", NOON));
    new UserStateSnapshots(states, file, Duration.ofHours(1)).close();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 3));
    UserStates restored = new UserStates(100, Duration.ofMinutes(30));
    new UserStateSnapshots(restored, file, Duration.ofHours(1)).close();
    assertThat(directory.resolve("users.bin.broken")).exists();
  }

  private PageStart begin(SessionId session, Instant now) {
    return states.beginPage(ANN, session, OptionalInt.empty(), now);
  }

  private static Feedback click(String item, Instant time) {
    return new Feedback.Click(
        new EventId("e-" + item),
        ANN,
        PHONE,
        time,
        Optional.empty(),
        new ItemId(item),
        Optional.of("shoes"));
  }
}
