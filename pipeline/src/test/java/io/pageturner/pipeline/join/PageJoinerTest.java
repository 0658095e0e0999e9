package io.pageturner.pipeline.join;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.dwell;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.order;
import static io.pageturner.pipeline.TestFeed.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.pipeline.join.UnmatchedFeedback.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The join, case by case. Windows: click 60 s, order 100 s, dwell 30 s; settle 5 s; gap 300 s; a
 * wait of 20 s for a page; the log is out of order by at most 2 s.
 */
class PageJoinerTest {
  private static final JoinRules RULES =
      new JoinRules(
          Duration.ofSeconds(60),
          Duration.ofSeconds(100),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(300),
          Duration.ofSeconds(20));

  private final JoinRun run = new JoinRun(RULES, Duration.ofSeconds(2));

  @Test
  void a_page_without_feedback_comes_out_with_nothing_for_every_item() {
    run.give(page("s/0", 0, "a", "b")).end();

    JoinedPage page = run.page("s/0");
    assertThat(page.outcomes()).containsExactly(ItemOutcome.NOTHING, ItemOutcome.NOTHING);
    assertThat(page.left()).isFalse();
    assertThat(page.joinedAt()).isEqualTo(at(100));
    assertThat(page.samples()).hasSize(2);
  }

  @Test
  void feedback_lands_on_its_item() {
    run.give(
            page("s/0", 0, "a", "b"),
            click("c1", 1, "s/0", "b"),
            click("c2", 2, "s/0", "b"),
            order("o1", 3, "s/0", "b"),
            dwell("d1", 4, "s/0", "a", 700),
            dwell("d2", 5, "s/0", "a", 500))
        .end();

    assertThat(run.page("s/0").outcomes())
        .containsExactly(
            new ItemOutcome(0, 0, Duration.ofMillis(1200)), new ItemOutcome(2, 1, Duration.ZERO));
    assertThat(run.matched).hasSize(5);
  }

  @Test
  void a_page_comes_out_only_when_event_time_has_passed_its_window() {
    run.give(page("s/0", 0, "a")).heartbeat(at(102));
    assertThat(run.pages).isEmpty();

    run.heartbeat(at(102.001));
    assertThat(run.pages).hasSize(1);
  }

  @Test
  void each_kind_of_feedback_has_its_own_window() {
    run.give(
            page("s/0", 0, "a"),
            dwell("d in", 30, "s/0", "a", 1),
            dwell("d out", 30.001, "s/0", "a", 1),
            click("c in", 60, "s/0", "a"),
            click("c out", 60.001, "s/0", "a"),
            order("o in", 100, "s/0", "a"),
            order("o out", 100.001, "s/0", "a"))
        .end();

    assertThat(ids(run.matched)).containsExactly("d in", "c in", "o in");
    assertThat(lateIds()).containsExactly("d out", "c out", "o out");
  }

  @Test
  void the_next_page_closes_a_page_once_it_has_settled() {
    run.give(
            page("s/0", 0, "a"),
            page("s/1", 10, "b"),
            click("in", 15, "s/0", "a"),
            click("out", 15.001, "s/0", "a"))
        .end();

    assertThat(run.page("s/0").joinedAt()).isEqualTo(at(15));
    assertThat(run.page("s/0").clicks()).isEqualTo(1);
    assertThat(run.page("s/1").joinedAt()).isEqualTo(at(110));
    assertThat(lateIds()).containsExactly("out");
    assertThat(run.late.get(0).page().value()).isEqualTo("s/0");
  }

  @Test
  void a_leave_marks_its_page_and_closes_it_once_it_has_settled() {
    run.give(page("s/0", 0, "a"), page("s/1", 10, "b"), leave("l", 20, "s")).end();

    assertThat(run.page("s/0").left()).isFalse();
    assertThat(run.page("s/1").left()).isTrue();
    assertThat(run.page("s/1").joinedAt()).isEqualTo(at(25));
  }

  @Test
  void another_session_of_the_user_closes_nothing() {
    run.give(page("phone/0", 0, "a"), page("laptop/0", 10, "a"), leave("l", 20, "laptop")).end();

    assertThat(run.page("phone/0").joinedAt()).isEqualTo(at(100));
    assertThat(run.page("phone/0").left()).isFalse();
    assertThat(run.page("laptop/0").joinedAt()).isEqualTo(at(25));
  }

  @Test
  void feedback_without_a_page_belongs_to_the_latest_page_of_its_session_that_shows_the_item() {
    run.give(
            page("s/0", 0, "a", "b"),
            page("other/0", 1, "a"),
            page("s/1", 10, "b"),
            click("on s/1", 12, "s", "b"),
            click("on s/0", 12, "s", "a"),
            click("after s/0 was closed", 20, "s", "a"))
        .end();

    assertThat(run.page("s/0").clicks()).isEqualTo(1);
    assertThat(run.page("s/1").clicks()).isEqualTo(1);
    assertThat(run.page("other/0").clicks()).isZero();
    assertThat(lateIds()).containsExactly("after s/0 was closed");
  }

  @Test
  void feedback_that_names_its_page_belongs_to_it_whatever_else_shows_the_item() {
    run.give(page("s/0", 0, "a"), page("s/1", 1, "a"), click("c", 3, "s/0", "a")).end();

    assertThat(run.page("s/0").clicks()).isEqualTo(1);
  }

  @Test
  void feedback_without_any_page_is_unmatched_with_its_reason() {
    run.give(
            click("no page yet", 0, "s", "a"),
            page("s/0", 50, "a"),
            click("unknown page", 51, "s/7", "a"),
            click("not on page", 52, "s/0", "x"),
            click("not on any", 53, "s", "x"),
            leave("no session", 54, "t"))
        .end();

    assertThat(run.unmatched)
        .extracting(u -> u.feedback().id().value() + ": " + u.reason())
        .containsExactlyInAnyOrder(
            "no page yet: " + Reason.NO_PAGE_IN_SESSION,
            "unknown page: " + Reason.UNKNOWN_PAGE,
            "not on page: " + Reason.ITEM_NOT_ON_PAGE,
            "not on any: " + Reason.NO_PAGE_WITH_ITEM,
            "no session: " + Reason.NO_PAGE_IN_SESSION);
    assertThat(run.page("s/0").clicks()).isZero();
  }

  @Test
  void feedback_stamped_before_its_page_waits_for_it() {
    run.give(
            click("in time", 0, "s/0", "a"),
            click("too early", -20.001, "s/0", "a"),
            page("s/0", 1, "a"))
        .end();

    assertThat(ids(run.matched)).containsExactly("in time");
    assertThat(run.unmatched).extracting(u -> u.reason()).containsExactly(Reason.UNKNOWN_PAGE);
  }

  @Test
  void feedback_stamped_long_before_the_page_that_it_names_is_late() {
    run.give(page("s/0", 100, "a"))
        .heartbeat(at(103))
        .give(click("by the wait", 80, "s/0", "a"), click("by more", 79.999, "s/0", "a"))
        .end();

    assertThat(ids(run.matched)).containsExactly("by the wait");
    assertThat(lateIds()).containsExactly("by more");
  }

  @Test
  void a_leave_stamped_before_its_page_closes_it_too() {
    run.give(leave("l", 0, "s/0"), page("s/0", 1, "a")).end();

    assertThat(run.page("s/0").left()).isTrue();
    assertThat(run.page("s/0").joinedAt()).isEqualTo(at(6));
  }

  @Test
  void arrival_out_of_order_within_the_bound_changes_nothing() {
    run.give(
            leave("l", 3, "s"),
            click("c", 2, "s/1", "b"),
            page("s/1", 1.5, "b"),
            click("c0", 1.2, "s", "a"),
            page("s/0", 1, "a"))
        .end();

    assertThat(run.page("s/0").clicks()).isEqualTo(1);
    assertThat(run.page("s/0").joinedAt()).isEqualTo(at(6.5));
    assertThat(run.page("s/1").clicks()).isEqualTo(1);
    assertThat(run.page("s/1").left()).isTrue();
  }

  @Test
  void at_equal_times_a_page_comes_before_its_feedback_and_pages_by_their_index() {
    run.give(
            click("c1", 0, "s", "b"),
            leave("l", 0, "s"),
            page("s/1", 0, "b"),
            page("s/0", 0, "a"),
            click("c0", 0, "s", "a"))
        .end();

    assertThat(run.pages).extracting(p -> p.decision().pageIndex()).containsExactly(0, 1);
    assertThat(run.page("s/0").clicks()).isEqualTo(1);
    assertThat(run.page("s/1").clicks()).isEqualTo(1);
    assertThat(run.page("s/1").left()).isTrue();
    assertThat(run.page("s/0").left()).isFalse();
  }

  @Test
  void the_same_event_counts_once() {
    run.give(
            page("s/0", 0, "a"),
            page("s/0", 0, "a"),
            click("c", 1, "s/0", "a"),
            click("c", 1, "s/0", "a"),
            click("c", 1, "s/0", "a"))
        .end();

    assertThat(run.pages).hasSize(1);
    assertThat(run.page("s/0").clicks()).isEqualTo(1);
    assertThat(run.duplicates).hasSize(3);
  }

  @Test
  void feedback_later_than_the_bound_still_counts_while_its_page_is_open() {
    run.give(page("s/0", 0, "a")).heartbeat(at(90)).give(click("c", 10, "s/0", "a")).end();

    assertThat(run.page("s/0").clicks()).isEqualTo(1);
  }

  @Test
  void feedback_that_arrives_after_its_page_was_emitted_is_late_though_stamped_in_time() {
    run.give(page("s/0", 0, "a")).heartbeat(at(103)).give(click("c", 10, "s/0", "a")).end();

    assertThat(run.page("s/0").clicks()).isZero();
    assertThat(lateIds()).containsExactly("c");
  }

  @Test
  void what_a_straggler_meets_depends_on_the_log_and_not_on_flinks_progress() {
    run.give(page("s/0", 0, "a"), page("t/0", 103, "x"));
    assertThat(run.pages).as("Flink has not come so far yet").isEmpty();

    run.give(click("c", 10, "s/0", "a")).end();

    assertThat(run.page("s/0").clicks()).isZero();
    assertThat(lateIds()).containsExactly("c");
  }

  @Test
  void a_page_later_than_the_bound_takes_the_feedback_that_waited_for_it() {
    run.give(click("c", 10, "s/0", "a"))
        .heartbeat(at(20))
        .give(page("s/0", 8, "a"), click("c2", 9, "s/0", "a"))
        .end();

    assertThat(run.page("s/0").clicks()).isEqualTo(2);
    assertThat(run.page("s/0").joinedAt()).isEqualTo(at(108));
  }

  @Test
  void a_page_that_comes_after_its_own_end_is_emitted_at_once_and_never_dropped() {
    run.give(page("s/1", 10, "b")).heartbeat(at(52)).give(page("s/0", 0, "a"));

    assertThat(run.pages).extracting(p -> p.decision().pageIndex()).containsExactly(0);
    assertThat(run.page("s/0").joinedAt()).isEqualTo(at(49.999));
  }

  @Test
  void a_closed_page_is_forgotten_after_the_session_gap() {
    run.give(page("s/0", 0, "a"))
        .give(click("still known", 399.999, "s/0", "a"), click("forgotten", 400, "s/0", "a"))
        .end();

    assertThat(lateIds()).containsExactly("still known");
    assertThat(run.unmatched).hasSize(1);
  }

  @Test
  void everything_is_forgotten_in_the_end() {
    run.give(
        page("s/0", 0, "a"),
        click("c", 1, "s/0", "a"),
        click("waiting", 2, "s/9", "a"),
        page("s/1", 3, "b"));
    assertThat(run.state().isEmpty()).isFalse();

    run.heartbeat(at(3).plus(RULES.drain()).plusSeconds(3));

    assertThat(run.state().isEmpty()).isTrue();
    assertThat(run.state().nextTimer()).isEmpty();
  }

  @Test
  void what_is_remembered_stays_bounded_while_a_user_goes_on_for_ever() {
    int most = 0;
    for (int k = 0; k < 5_000; k++) {
      run.give(page("s/" + k, k, "a"), click("c" + k, k, "s", "a"));
      most = Math.max(most, run.state().size());
    }

    // 400 s of ids for 2 events a second, 300 s of closed pages, the open ones and the pending.
    assertThat(most).isLessThan(800 + 300 + 20);
    assertThat(run.pages).hasSizeGreaterThan(4_990);
  }

  @Test
  void a_user_with_too_many_open_pages_gets_the_first_of_them_early() {
    int most = KnownPages.MOST_PAGES;
    for (int k = 0; k < most + 3; k++) {
      run.give(page("s" + k + "/0", k / 1_000.0, "a"));
    }
    run.heartbeat(at(most / 1_000.0 + 2.01));

    assertThat(run.crowdedOut).isEqualTo(3);
    assertThat(run.pages)
        .extracting(page -> page.decision().session().value())
        .containsExactly("s0", "s1", "s2");
    assertThat(run.page("s0/0").joinedAt()).isEqualTo(at(most / 1_000.0));

    run.end();
    assertThat(run.pages).hasSize(most + 3);
  }

  @Test
  void no_more_pages_are_remembered_than_may_be() {
    int most = KnownPages.MOST_PAGES;
    for (int k = 0; k < most + 100; k++) {
      run.give(page("s/" + k, k / 100.0, "a"), click("c" + k, k / 100.0, "s/" + k, "a"));
    }
    assertThat(run.state().known.closed()).hasSizeBetween(most - 1_000, most);

    run.heartbeat(at(most / 100.0 + 150));
    assertThat(run.pages).hasSize(most + 100);
    assertThat(run.matched).hasSize(most + 100);
    assertThat(run.state().known.closed()).hasSize(most);
    assertThat(run.crowdedOut).isZero();
  }

  private List<String> lateIds() {
    return ids(run.late.stream().map(LateFeedback::feedback).toList());
  }

  private static List<String> ids(List<? extends Feedback> feedback) {
    return feedback.stream().map(f -> f.id().value()).toList();
  }
}
