package io.pageturner.pipeline.join;

import static io.pageturner.pipeline.join.SessionRun.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Episode;
import io.pageturner.domain.Event;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.TestFeed;
import org.junit.jupiter.api.Test;

/** History scored again: a click window of 10 minutes, weights 1 and 5, penalties 0.1 and 1. */
class PageFeedbackTest {
  private static final RewardWeights OTHERS = new RewardWeights(2, 7, 0.5, 3, 0, 0);

  private final PageFeedback feedback = new PageFeedback(JoinRules.DEFAULT);
  private final SessionRun run = new SessionRun(JoinRules.DEFAULT);

  PageFeedbackTest() {
    run.give(joined("s/0", 0, 15, 1, false), joined("s/1", 10, 25, 0, true));
    feedback.add(joined("s/0", 0, 15, 1, false));
    feedback.add(joined("s/1", 10, 25, 0, true));
  }

  @Test
  void rewards_are_computed_anew_and_nothing_else_changes() {
    Transition first = run.transitions.get(0);
    Transition rescored = feedback.rescore(first, OTHERS).orElseThrow();

    assertThat(rescored.reward()).isEqualTo(2);
    assertThat(rescored.rewards()).isEqualTo(OTHERS.version());
    assertThat(rescored.rewarded(first.reward(), first.rewards())).isEqualTo(first);
    // Nothing clicked, and gone: −0.5 − 3.
    assertThat(feedback.rescore(run.transitions.get(1), OTHERS).orElseThrow().reward())
        .isEqualTo(-3.5);
  }

  @Test
  void the_same_weights_give_the_same_history() {
    run.transitions.forEach(
        t -> assertThat(feedback.rescore(t, RewardWeights.DEFAULT)).contains(t));
    run.episodes.forEach(e -> assertThat(feedback.rescore(e, RewardWeights.DEFAULT)).contains(e));
  }

  @Test
  void late_feedback_of_its_window_counts_and_what_is_beyond_it_does_not() {
    feedback.correct(late(TestFeed.order("o", 12, "s/1", "a"), "s/1"));
    feedback.correct(late(TestFeed.dwell("d", 600, "s/0", "a", 30), "s/0"));
    feedback.correct(late(TestFeed.click("beyond", 610.001, "s/1", "a"), "s/1"));
    feedback.correct(late(TestFeed.click("unknown", 1, "t/0", "a"), "t/0"));
    feedback.correct(late(TestFeed.leave("l", 14, "s/0"), "s/0"));

    assertThat(feedback.corrected()).isEqualTo(3);
    assertThat(feedback.rescore(run.transitions.get(1), OTHERS).orElseThrow().reward())
        .isEqualTo(7);
    Episode episode = feedback.rescore(run.episodes.get(0), OTHERS).orElseThrow();
    assertThat(episode.orders()).isEqualTo(1);
    // 10 ms of dwell a click in the joined page, and 30 ms late.
    assertThat(episode.pages().get(0).dwellMillis()).isEqualTo(40);
    assertThat(episode.reward()).isCloseTo(2 + 7, within(1e-12));
    assertThat(episode.rewards()).isEqualTo(OTHERS.version());
  }

  @Test
  void what_the_samples_no_longer_hold_is_left_out() {
    PageFeedback empty = new PageFeedback(JoinRules.DEFAULT);

    assertThat(empty.rescore(run.transitions.get(0), OTHERS)).isEmpty();
    assertThat(empty.rescore(run.episodes.get(0), OTHERS)).isEmpty();
  }

  private static LateFeedback late(Event event, String page) {
    return new LateFeedback(((Event.FeedbackGiven) event).feedback(), new PageId(page));
  }
}
