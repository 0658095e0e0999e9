package io.pageturner.pipeline.join;

import io.pageturner.domain.Feedback;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The times that decide which feedback belongs to which page (SPEC 4.2), all in event time.
 *
 * @param clickWindow how long after its page a click counts
 * @param orderWindow how long after its page an order counts
 * @param dwellWindow how long after its page a dwell counts
 * @param settle how long a page stays open once its session has moved on; at most the longest
 *     window
 * @param sessionGap a session ends when no page follows within it
 * @param pageWait how long feedback waits for a page that is not known yet: how long before its
 *     page it may be stamped
 */
public record JoinRules(
    Duration clickWindow,
    Duration orderWindow,
    Duration dwellWindow,
    Duration settle,
    Duration sessionGap,
    Duration pageWait)
    implements Serializable {
  /** Windows of 10 min, settle 5 s, session gap 30 min (SPEC), and a minute of waiting. */
  public static final JoinRules DEFAULT =
      new JoinRules(
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          Duration.ofMinutes(30),
          Duration.ofMinutes(1));

  public JoinRules {
    positive("clickWindow", clickWindow);
    positive("orderWindow", orderWindow);
    positive("dwellWindow", dwellWindow);
    notNegative("settle", settle);
    positive("sessionGap", sessionGap);
    notNegative("pageWait", pageWait);
    Duration longest = longest(clickWindow, longest(orderWindow, dwellWindow));
    if (settle.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "settle must be at most the longest join window " + longest + ", was " + settle);
    }
  }

  /** The longest window: no page stays open for longer. */
  public Duration longestWindow() {
    return longest(clickWindow, longest(orderWindow, dwellWindow));
  }

  /** How long after its page this kind of feedback counts; a leave as long as the page may live. */
  public Duration windowOf(Feedback feedback) {
    if (feedback instanceof Feedback.Click) {
      return clickWindow;
    }
    if (feedback instanceof Feedback.Order) {
      return orderWindow;
    }
    return feedback instanceof Feedback.Dwell ? dwellWindow : longestWindow();
  }

  /**
   * Whether feedback counts for a page by its kind's window: what comes after the page was emitted
   * does so only because that was early, or because the feedback was long on its way.
   *
   * @param shown when the page was shown
   */
  public boolean counts(Instant shown, Feedback feedback) {
    return !feedback.time().isAfter(shown.plus(windowOf(feedback)));
  }

  /** How long a closed page is remembered, to tell late feedback from unmatched feedback. */
  public Duration closedPageMemory() {
    return sessionGap;
  }

  /** How long an event's id is remembered, so that the same event counts once. */
  public Duration eventIdMemory() {
    return longestWindow().plus(sessionGap);
  }

  /** Event time after the last event by which every page, session and memory has ended. */
  public Duration drain() {
    return longestWindow().plus(sessionGap).plus(sessionGap).plus(pageWait);
  }

  private static Duration longest(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static void positive(String name, Duration value) {
    notNegative(name, value);
    if (value.isZero()) {
      throw new IllegalArgumentException(name + " must be above zero");
    }
  }

  private static void notNegative(String name, Duration value) {
    Objects.requireNonNull(value, () -> name + " is missing");
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, was " + value);
    }
  }
}
