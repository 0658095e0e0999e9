package io.pageturner.pipeline.join;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.join.SessionRun.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Episode;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The collector, case by case: windows 60 s, session gap 300 s, the default reward weights. */
class SessionCollectorTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final JoinRules RULES =
      new JoinRules(
          WINDOW,
          WINDOW,
          WINDOW,
          Duration.ofSeconds(5),
          Duration.ofSeconds(300),
          Duration.ofSeconds(20));

  private final SessionRun run = new SessionRun(RULES);

  @Test
  void a_transition_comes_out_when_the_next_page_is_joined() {
    run.give(joined("s/0", 0, 15, 2, false));
    assertThat(run.transitions).isEmpty();

    run.give(joined("s/1", 10, 70));

    Transition first = run.transitions.get(0);
    assertThat(first.page().value()).isEqualTo("s/0");
    assertThat(first.state().dense()).isEqualTo(Map.of("index", 0.0));
    assertThat(first.next().orElseThrow().dense()).isEqualTo(Map.of("index", 1.0));
    assertThat(first.reward()).isEqualTo(2);
    assertThat(first.terminal()).isFalse();
    assertThat(run.episodes).isEmpty();
  }

  @Test
  void a_leave_ends_the_session_at_once() {
    run.give(joined("s/0", 0, 15, 1, false), joined("s/1", 10, 25, 0, true));

    assertThat(run.transitions).extracting(Transition::terminal).containsExactly(false, true);
    Episode episode = run.episodes.get(0);
    assertThat(episode.end()).isEqualTo(Episode.End.LEAVE);
    assertThat(episode.endedAt()).isEqualTo(at(25));
    assertThat(episode.depth()).isEqualTo(2);
    assertThat(episode.pages().get(0).dwellMillis()).isEqualTo(10);
    // One click, then nothing and gone: 1 − (0.1 + 1).
    assertThat(episode.reward()).isCloseTo(-0.1, within(1e-12));
  }

  @Test
  void silence_ends_the_session_when_no_page_inside_of_the_gap_can_come_any_more() {
    run.give(joined("s/0", 0, 60)).advanceTo(359.999);
    assertThat(run.episodes).as("a page of 299.999 may still be open").isEmpty();

    run.advanceTo(360);

    assertThat(run.transitions).extracting(Transition::terminal).containsExactly(true);
    assertThat(run.episodes.get(0).end()).isEqualTo(Episode.End.GAP);
    assertThat(run.episodes.get(0).endedAt()).isEqualTo(at(300));
  }

  @Test
  void a_page_just_inside_of_the_gap_continues_the_session_and_one_at_the_gap_does_not() {
    run.give(joined("s/0", 0, 60), joined("s/1", 299.999, 359.999), joined("s/2", 599.999, 660));

    assertThat(run.transitions).extracting(Transition::terminal).containsExactly(false, true);
    assertThat(run.episodes).hasSize(1);
    assertThat(run.episodes.get(0).depth()).isEqualTo(2);
    assertThat(run.episodes.get(0).endedAt()).isEqualTo(at(599.999));
  }

  @Test
  void a_page_after_the_sessions_end_begins_a_new_episode() {
    run.give(joined("s/0", 0, 5, 0, true), joined("s/1", 20, 25, 0, true)).advanceTo(400);
    run.give(joined("s/2", 500, 505, 0, true));

    assertThat(run.episodes).extracting(Episode::depth).containsExactly(1, 1, 1);
    assertThat(run.transitions).allMatch(Transition::terminal);
  }

  @Test
  void a_session_id_that_is_used_again_after_the_gap_is_a_new_episode_though_its_index_restarts() {
    run.give(joined("s/0", 0, 60), joined("s/1", 10, 70), joined("s/0", 5000, 5060))
        .advanceTo(10_000);

    assertThat(run.episodes).extracting(Episode::depth).containsExactly(2, 1);
  }

  @Test
  void a_page_before_one_already_used_goes_aside() {
    run.give(joined("s/0", 0, 15), joined("s/2", 20, 80), joined("s/1", 10, 81));
    assertThat(run.aside).extracting(p -> p.decision().pageIndex()).containsExactly(1);

    run.give(joined("s/3", 30, 90, 0, true), joined("s/2", 25, 95));

    assertThat(run.transitions).hasSize(3);
    assertThat(run.aside).as("also after the end").hasSize(2);
  }

  @Test
  void pages_of_equal_time_follow_their_index() {
    run.give(joined("s/0", 0, 5), joined("s/1", 0, 5, 0, true));

    assertThat(run.transitions).extracting(Transition::pageIndex).containsExactly(0, 1);
    assertThat(run.aside).isEmpty();
  }

  @Test
  void a_page_that_the_joiner_emitted_late_meets_the_session_as_the_log_had_it() {
    run.give(joined("s/0", 0, 60), joined("s/1", 100, 360));

    assertThat(run.episodes).as("the gap was over when s/1 reached the log").hasSize(1);
    assertThat(run.transitions).hasSize(1);
  }

  @Test
  void a_session_that_never_ends_is_cut_and_goes_on() {
    int pages = SessionCollector.LONGEST_EPISODE + 1;
    for (int k = 0; k < pages; k++) {
      run.give(joined("s/" + k, k, k + 1));
      assertThat(run.state.pages).hasSizeLessThanOrEqualTo(SessionCollector.LONGEST_EPISODE);
    }
    run.advanceTo(pages + 360);

    assertThat(run.episodes)
        .extracting(Episode::end)
        .containsExactly(Episode.End.CUT, Episode.End.GAP);
    assertThat(run.episodes).extracting(Episode::depth).containsExactly(pages - 1, 1);
    assertThat(run.episodes.get(0).endedAt()).isEqualTo(at(pages - 1));
    assertThat(run.transitions)
        .as("nothing is terminal where the episode was cut")
        .hasSize(pages)
        .filteredOn(Transition::terminal)
        .hasSize(1);
  }

  @Test
  void a_reward_is_of_the_weights_that_it_names_also_across_a_restart() {
    RewardWeights twice = new RewardWeights(2, 5, 0.1, 1, 0, 0);
    run.give(joined("s/0", 0, 15, 3, false), joined("s/1", 10, 25, 3, false));
    run.restartUnder(twice).give(joined("s/2", 20, 35, 0, true));

    assertThat(run.transitions).extracting(Transition::reward).containsExactly(3.0, 6.0, -1.1);
    assertThat(run.transitions)
        .extracting(Transition::rewards)
        .containsExactly(RewardWeights.DEFAULT.version(), twice.version(), twice.version());
    assertThat(run.episodes.get(0).rewards()).isEqualTo(twice.version());
    assertThat(run.episodes.get(0).pages())
        .extracting(Episode.Page::reward)
        .containsExactly(6.0, 6.0, -1.1);
  }

  @Test
  void everything_is_forgotten_in_the_end() {
    run.give(joined("s/0", 0, 60)).advanceTo(659.999);
    assertThat(run.state.isEmpty()).isFalse();

    run.advanceTo(660);

    assertThat(run.state.isEmpty()).isTrue();
    assertThat(run.state.nextTimer()).isEmpty();
  }

  @Test
  void the_state_survives_storing_running_ended_and_empty() {
    run.give(joined("s/0", 0, 15, 1, false));
    run.state = stored(run.state);
    run.give(joined("s/1", 10, 25, 0, true));
    run.state = stored(run.state);
    run.give(joined("s/0", 5, 26)).advanceTo(2000);
    run.state = stored(run.state);

    assertThat(run.state.isEmpty()).isTrue();
    assertThat(run.transitions).hasSize(2);
    assertThat(run.episodes.get(0).clicks()).isEqualTo(1);
    assertThat(run.aside).hasSize(1);
  }

  @Test
  void a_copy_shares_nothing_that_changes() {
    run.give(joined("s/0", 0, 15));
    SessionPages copy = run.state.copy();

    run.give(joined("s/1", 10, 25, 0, true));

    assertThat(copy.isRunning()).isTrue();
    assertThat(copy.pages).hasSize(1);
    assertThat(List.of(run.state.isRunning(), copy.isEmpty())).containsExactly(false, false);
  }

  private static SessionPages stored(SessionPages state) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new SessionPagesFormat().write(state, new DataOutputStream(bytes));
      return new SessionPagesFormat()
          .read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
