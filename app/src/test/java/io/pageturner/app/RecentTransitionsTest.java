package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RecordLog;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentTransitionsTest {
  private final RecentTransitions recent = new RecentTransitions(2);

  @Test
  void theNewestAreKeptEachPageOnce() {
    recent.add(page("a", "w"));
    recent.add(page("b", "w"));
    recent.add(page("b", "w"));
    assertThat(pages()).containsExactly("a", "b");
    recent.add(page("c", "w"));
    assertThat(pages()).containsExactly("b", "c");
  }

  @Test
  void rewardsUnderOtherWeightsAreNotKeptBesideThem() {
    recent.add(page("a", "w"));
    recent.add(page("b", "other"));
    assertThat(pages()).containsExactly("b");
  }

  @Test
  void whatIsReadFromALogIsTakenIn() {
    List<String> told = new ArrayList<>();
    RecordLog<Transition> log =
        recent.listenTo(
            new RecordLog<>() {
              @Override
              public List<Transition> poll(Duration timeout) {
                return List.of(page("a", "w"), page("b", "w"));
              }

              @Override
              public Map<Integer, Long> position() {
                return Map.of(0, 7L);
              }

              @Override
              public void seek(Map<Integer, Long> position) {}

              @Override
              public void close() {}
            },
            first -> told.add(first.page().value()));
    recent.add(page("a", "w"));
    assertThat(log.poll(Duration.ZERO)).hasSize(2);
    assertThat(log.position()).containsEntry(0, 7L);
    assertThat(pages()).containsExactly("a", "b");
    assertThat(told).as("of a page that is new").containsExactly("b");
  }

  @Test
  void aCapacityOfNothingIsRefused() {
    assertThatThrownBy(() -> new RecentTransitions(0)).hasMessageContaining("1 or more, was 0");
  }

  private List<String> pages() {
    return recent.snapshot().stream().map(step -> step.page().value()).toList();
  }

  private static Transition page(String id, String rewards) {
    return new Transition(
        new PageId(id),
        new UserId("u"),
        new SessionId("s"),
        0,
        Instant.EPOCH,
        new BucketName("agent"),
        "test",
        new ModelVersion(1),
        State.EMPTY,
        Action.ones(1),
        1,
        0,
        rewards,
        Optional.empty());
  }
}
