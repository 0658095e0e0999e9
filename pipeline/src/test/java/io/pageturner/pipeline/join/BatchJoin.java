package io.pageturner.pipeline.join;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.pipeline.join.UnmatchedFeedback.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The same join, written a second time as a batch over a whole log in memory: no watermark, no
 * timers, every page compared with every feedback. It knows nothing of stragglers.
 */
final class BatchJoin {
  private static final class Page {
    final Decision decision;
    final List<ItemOutcome> outcomes = new ArrayList<>();
    Instant end;
    boolean left;

    Page(Decision decision) {
      this.decision = decision;
      decision.items().forEach(item -> outcomes.add(ItemOutcome.NOTHING));
    }

    Instant time() {
      return decision.time();
    }

    boolean sameSession(Page other) {
      return decision.session().equals(other.decision.session());
    }
  }

  private final JoinRules rules;
  private final List<Page> pages = new ArrayList<>();
  private final Set<String> results = new TreeSet<>();

  private BatchJoin(JoinRules rules) {
    this.rules = rules;
  }

  /** Results as {@link JoinRun#results} has them; {@code log} without duplicates. */
  static Set<String> results(JoinRules rules, List<Event> log) {
    BatchJoin join = new BatchJoin(rules);
    join.placePages(log);
    log.stream()
        .filter(event -> event instanceof Event.FeedbackGiven)
        .map(event -> ((Event.FeedbackGiven) event).feedback())
        .sorted(Comparator.comparing(join::effect).thenComparing(f -> f.id().value()))
        .forEach(join::place);
    for (Page page : join.pages) {
      join.results.add(
          new JoinedPage(page.decision, page.outcomes, page.left, page.end).toString());
    }
    return join.results;
  }

  private void placePages(List<Event> log) {
    log.stream()
        .filter(event -> event instanceof Event.PageShown)
        .map(event -> new Page(((Event.PageShown) event).decision()))
        .sorted(
            Comparator.comparing(Page::time)
                .thenComparing(p -> p.decision.pageIndex())
                .thenComparing(p -> p.decision.page().value()))
        .forEach(pages::add);
    for (int i = 0; i < pages.size(); i++) {
      Page page = pages.get(i);
      page.end = page.time().plus(rules.longestWindow());
      Optional<Page> next = pages.stream().skip(i + 1L).filter(page::sameSession).findFirst();
      next.ifPresent(n -> page.end = earlier(page.end, n.time().plus(rules.settle())));
    }
  }

  /** When feedback is judged: at its time, or when the page that it names comes. */
  private Instant effect(Feedback feedback) {
    return named(feedback)
        .map(Page::time)
        .filter(shown -> shown.isAfter(feedback.time()))
        .filter(shown -> !shown.isAfter(feedback.time().plus(rules.pageWait())))
        .orElse(feedback.time());
  }

  private Optional<Page> named(Feedback feedback) {
    return pages.stream()
        .filter(page -> feedback.page().equals(Optional.of(page.decision.page())))
        .findFirst();
  }

  private void place(Feedback feedback) {
    Optional<Page> target = target(feedback);
    if (target.isEmpty()) {
      results.add(new UnmatchedFeedback(feedback, why(feedback)).toString());
      return;
    }
    Page page = target.get();
    if (feedback instanceof Feedback.OnItem on && !page.decision.shows(on.item())) {
      results.add(new UnmatchedFeedback(feedback, Reason.ITEM_NOT_ON_PAGE).toString());
    } else if (inTime(feedback, page)) {
      match(feedback, page);
    } else {
      results.add(new LateFeedback(feedback, page.decision.page()).toString());
    }
  }

  private Optional<Page> target(Feedback feedback) {
    Instant now = effect(feedback);
    if (feedback.page().isPresent()) {
      return named(feedback).filter(p -> !p.time().isAfter(now)).filter(p -> remembered(p, now));
    }
    return pages.stream()
        .filter(p -> p.decision.session().equals(feedback.session()))
        .filter(p -> !p.time().isAfter(now))
        .filter(p -> remembered(p, now))
        .filter(p -> !(feedback instanceof Feedback.OnItem on) || p.decision.shows(on.item()))
        .reduce((earlier, later) -> later);
  }

  private boolean remembered(Page page, Instant now) {
    return now.isBefore(page.end.plus(rules.closedPageMemory()));
  }

  private boolean inTime(Feedback feedback, Page page) {
    Duration window = rules.windowOf(feedback);
    return !feedback.time().isAfter(page.time().plus(window)) && !feedback.time().isAfter(page.end);
  }

  private void match(Feedback feedback, Page page) {
    results.add("matched " + feedback);
    if (feedback instanceof Feedback.OnItem on) {
      for (int i = 0; i < page.outcomes.size(); i++) {
        if (page.decision.items().get(i).item().equals(on.item())) {
          page.outcomes.set(i, page.outcomes.get(i).plus(on));
        }
      }
    } else {
      page.left = true;
      Instant left = effect(feedback);
      int named = pages.indexOf(page);
      for (int i = 0; i < pages.size(); i++) {
        Page other = pages.get(i);
        boolean before = i <= named || !other.time().isAfter(feedback.time());
        if (before && other.sameSession(page)) {
          other.end = earlier(other.end, left.plus(rules.settle()));
        }
      }
    }
  }

  private Reason why(Feedback feedback) {
    if (feedback.page().isPresent()) {
      return Reason.UNKNOWN_PAGE;
    }
    Instant givenUp = feedback.time().plus(rules.pageWait());
    boolean anyPage =
        pages.stream()
            .filter(p -> p.decision.session().equals(feedback.session()))
            .filter(p -> !p.time().isAfter(feedback.time()))
            .anyMatch(p -> remembered(p, givenUp));
    return anyPage ? Reason.NO_PAGE_WITH_ITEM : Reason.NO_PAGE_IN_SESSION;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
