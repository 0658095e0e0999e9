package io.pageturner.pipeline.join;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.SessionId;
import io.pageturner.pipeline.join.UnmatchedFeedback.Reason;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The online joiner of one user's pages and feedback (SPEC 4.2): a state machine over event time.
 *
 * <p>A page P of session S closes at
 *
 * <pre>  E = min(time of P + longest window, time of the next page of S, or of a leave + settle)
 * </pre>
 *
 * <p>Feedback whose time is within its kind's window after P and not after E is matched when it has
 * arrived by the time that event time passes E; else it is late. Feedback that names its page
 * belongs to it, whatever session it names itself, and may be stamped before it by {@link
 * JoinRules#pageWait}, as clocks differ; by more, and it is late, too. Feedback that names none
 * belongs to its session's most recent page, not later than itself, that shows the item; a leave to
 * the most recent page.
 *
 * <p>Of more than {@link KnownPages#MOST_PAGES} open pages of a user, the one that would close
 * first closes at once.
 *
 * <p><b>Order of arrival does not matter</b> as long as it is off by less than the log's bound:
 * events wait until event time has reached them and then take effect in {@link EventOrder}. And
 * what comes later still is judged by the <i>log watermark</i> that it carries, the progress of its
 * own partition when it was appended, not by how far other partitions happen to have been read: so
 * a replay of the log gives the same pages again, however it is scheduled. That is also why calls
 * of {@link #advanceTo} between two events change when results come out, but not what they are.
 */
public final class PageJoiner {
  /** The end of event time, short of {@link Long#MAX_VALUE}, which stands for "never". */
  private static final long LAST_INSTANT = Long.MAX_VALUE - 1;

  private final JoinRules rules;

  public PageJoiner(JoinRules rules) {
    this.rules = rules;
  }

  /**
   * Takes one event.
   *
   * @param logWatermark event time up to which the event's partition was complete when the event
   *     was appended to it
   */
  public void accept(UserPages pages, Event event, long logWatermark, JoinOutput out) {
    advanceTo(pages, logWatermark, out);
    if (!pages.firstSight(event, rules.eventIdMemory())) {
      out.duplicate(event);
    } else if (event.time().toEpochMilli() > pages.clock) {
      pages.defer(event);
    } else {
      takeEffect(pages, event, out);
      advanceTo(pages, pages.clock, out);
    }
  }

  /** Event time has reached {@code watermark}: nothing before it is missing any more. */
  public void advanceTo(UserPages pages, long watermark, JoinOutput out) {
    long until = Math.min(watermark, LAST_INSTANT);
    for (long next = pages.nextStep(); next <= until; next = pages.nextStep()) {
      pages.clock = Math.max(pages.clock, next);
      pages.forget();
      if (pages.nextEvent() == next) {
        takeEffect(pages, pages.pending.remove(0), out);
      } else {
        closeDue(pages, out);
        giveUpWaiting(pages, out);
      }
    }
    pages.clock = Math.max(pages.clock, until);
    pages.forget();
  }

  private void takeEffect(UserPages pages, Event event, JoinOutput out) {
    if (event instanceof Event.PageShown shown) {
      show(pages, shown.decision(), out);
    } else {
      Feedback feedback = ((Event.FeedbackGiven) event).feedback();
      long until = feedback.time().plus(rules.pageWait()).toEpochMilli();
      answerOrWait(pages, new UserPages.Waiting(feedback, until), out);
    }
  }

  private void show(UserPages pages, Decision decision, JoinOutput out) {
    PageOrder order = PageOrder.of(decision);
    long end = order.time() + rules.longestWindow().toMillis();
    OptionalLong next = pages.known.nextPageTime(decision.session(), order);
    if (next.isPresent()) {
      end = Math.min(end, next.getAsLong() + rules.settle().toMillis());
    }
    moveOn(pages, decision.session(), order);
    pages.known.add(new OpenPage(decision, Math.max(end, pages.clock)));
    Optional<OpenPage> tooMany = pages.known.takeTooMany(pages.clock);
    if (tooMany.isPresent()) {
      out.crowdedOut();
      emit(pages, tooMany.get(), out);
    }
    pages.takeWaiting().forEach(feedback -> answerOrWait(pages, feedback, out));
  }

  private void answerOrWait(UserPages pages, UserPages.Waiting waiting, JoinOutput out) {
    KnownPage page = pages.known.pageOf(waiting.feedback());
    if (page == null) {
      pages.await(waiting);
    } else {
      answer(pages, page, waiting.feedback(), out);
    }
  }

  private void answer(UserPages pages, KnownPage page, Feedback feedback, JoinOutput out) {
    if (feedback instanceof Feedback.OnItem onItem && !page.shows(onItem.item())) {
      out.unmatched(new UnmatchedFeedback(feedback, Reason.ITEM_NOT_ON_PAGE));
    } else if (page instanceof OpenPage open && open.takes(feedback, rules)) {
      open.apply(feedback);
      if (feedback instanceof Feedback.Leave) {
        PageOrder left = PageOrder.after(feedback.time().toEpochMilli());
        moveOn(pages, open.session(), left.compareTo(open.order()) > 0 ? left : open.order());
      }
      out.matched(feedback);
    } else {
      out.late(new LateFeedback(feedback, page.page()));
    }
  }

  /** The session has left its pages up to {@code order}: they close once settled. */
  private void moveOn(UserPages pages, SessionId session, PageOrder order) {
    long settled = Math.max(order.time() + rules.settle().toMillis(), pages.clock);
    pages.known.moveOn(session, order, settled);
  }

  private void closeDue(UserPages pages, JoinOutput out) {
    Optional<OpenPage> due = pages.known.takeDue(pages.clock);
    while (due.isPresent()) {
      emit(pages, due.get(), out);
      due = pages.known.takeDue(pages.clock);
    }
  }

  private void emit(UserPages pages, OpenPage page, JoinOutput out) {
    out.joined(page.joined());
    pages.known.add(page.remembered(rules.closedPageMemory()));
  }

  private static void giveUpWaiting(UserPages pages, JoinOutput out) {
    for (Feedback feedback : pages.takeGivenUp()) {
      out.unmatched(new UnmatchedFeedback(feedback, whyNoPage(pages, feedback)));
    }
  }

  private static Reason whyNoPage(UserPages pages, Feedback feedback) {
    if (feedback.page().isPresent()) {
      return Reason.UNKNOWN_PAGE;
    }
    return pages.known.knowsPageBefore(feedback.session(), feedback.time().toEpochMilli())
        ? Reason.NO_PAGE_WITH_ITEM
        : Reason.NO_PAGE_IN_SESSION;
  }
}
