package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateExtractorTest {
  private static final Instant NOW = Instant.parse("2026-01-05T22:30:00Z"); // a Monday

  private final StateExtractor extractor =
      new StateExtractor(
          FeatureConfigParser.parse(
              "test",
              """
              zone: Europe/Paris
              sequence: {length: 3, dimension: 2}
              page:
                - {name: distance, kind: dense}
                - {name: page_index, kind: dense, source: page-index}
                - {name: hour, kind: id, source: hour}
                - {name: weekday, kind: id, source: weekday}
                - {name: city, kind: id}
                - {name: clicked, kind: binary-sequence, of: click, windows: [1h, 6h, 1d]}
                - {name: often, kind: binary-sequence, of: click, windows: [1h, 1d], levels: 3}
                - {name: changed, kind: transition}
                - {name: since, kind: gap, of: click, bounds: [1m, 10m, 1h]}
                - {name: orders, kind: count, of: order, window: 1d}
              """));

  @Test
  void aNewUserHasEmptyWindowsAndNothingElseIsInvented() {
    State state = extract(UserState.EMPTY, Map.of(), Map.of());

    assertThat(state.recentItems()).isEmpty();
    assertThat(state.dense()).isEqualTo(Map.of("page_index", 4.0, "orders", 0.0));
    // 22:30 UTC on Monday is 23:30 in Paris.
    assertThat(state.ids())
        .isEqualTo(Map.of("hour", "23", "weekday", "1", "clicked", "0", "often", "0"));
  }

  @Test
  void windowsBecomeCodesShortestWindowFirst() {
    UserState user =
        user(click("a", "x", Duration.ofHours(3)), click("b", "x", Duration.ofHours(20)));
    State state = extract(user, Map.of(), Map.of());
    // Not in 1 h, in 6 h, in 1 d: 0·1 + 1·2 + 1·4.
    assertThat(state.ids()).containsEntry("clicked", "6");
    // 0 in 1 h, 2 in 1 d, base 3: 0·1 + 2·3.
    assertThat(state.ids()).containsEntry("often", "6");
  }

  @Test
  void transitionComparesTheCategoriesOfTheLastTwoClicks() {
    assertThat(extract(user(click("a", "x", Duration.ofMinutes(9)))).ids())
        .doesNotContainKey("changed");
    assertThat(
            extract(user(click("a", "x", Duration.ofMinutes(9)), click("b", "x", Duration.ZERO)))
                .ids())
        .containsEntry("changed", "0");
    assertThat(
            extract(user(click("a", "x", Duration.ofMinutes(9)), click("b", "y", Duration.ZERO)))
                .ids())
        .containsEntry("changed", "1");
  }

  @Test
  void gapIsTheBucketOfTheTimeSinceTheLastClick() {
    assertThat(extract(user(click("a", "x", Duration.ofSeconds(59)))).ids())
        .containsEntry("since", "0");
    assertThat(extract(user(click("a", "x", Duration.ofMinutes(1)))).ids())
        .containsEntry("since", "1");
    assertThat(extract(user(click("a", "x", Duration.ofDays(1)))).ids())
        .containsEntry("since", "3");
  }

  @Test
  void recentItemsAreTheLastOnesNewestLastAlsoWhenFeedbackComesOutOfOrder() {
    UserState user =
        user(
            click("d", "x", Duration.ofMinutes(1)),
            click("b", "x", Duration.ofMinutes(3)),
            click("c", "x", Duration.ofMinutes(2)),
            click("a", "x", Duration.ofMinutes(4)));
    assertThat(extract(user).recentItems())
        .containsExactly(new ItemId("b"), new ItemId("c"), new ItemId("d"));
  }

  @Test
  void onlyTheConfiguredContextEntersTheState() {
    State state =
        extract(UserState.EMPTY, Map.of("distance", 2.5, "other", 1.0), Map.of("city", "Graz"));
    assertThat(state.dense()).containsEntry("distance", 2.5).doesNotContainKey("other");
    assertThat(state.ids()).containsEntry("city", "Graz");
  }

  @Test
  void theBehaviourSequenceIsBounded() {
    UserState user = UserState.EMPTY;
    for (int i = 0; i < 3 * UserState.CAPACITY; i++) {
      user = user.plus(click("i" + i, "x", Duration.ofMinutes(1_000 - i)));
    }
    assertThat(user.actions()).hasSize(UserState.CAPACITY);
    assertThat(user.recentItems(1)).containsExactly(new ItemId("i" + (3 * UserState.CAPACITY - 1)));
  }

  private State extract(UserState user) {
    return extract(user, Map.of(), Map.of());
  }

  private State extract(UserState user, Map<String, Double> dense, Map<String, String> ids) {
    return extractor.extract(user, new PageContext(NOW, 4, dense, ids));
  }

  private static UserState user(Feedback.Click... clicks) {
    UserState user = UserState.EMPTY;
    for (Feedback.Click click : List.of(clicks)) {
      user = user.plus(click);
    }
    return user;
  }

  private static Feedback.Click click(String item, String category, Duration ago) {
    return new Feedback.Click(
        new EventId(item + ago),
        new UserId("u"),
        new SessionId("s"),
        NOW.minus(ago),
        Optional.empty(),
        new ItemId(item),
        Optional.of(category));
  }
}
