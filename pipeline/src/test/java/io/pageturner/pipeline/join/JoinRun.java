package io.pageturner.pipeline.join;

import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One user's log on its way through a joiner, and what came out of it. */
final class JoinRun implements JoinOutput {
  final List<JoinedPage> pages = new ArrayList<>();
  final List<Feedback> matched = new ArrayList<>();
  final List<LateFeedback> late = new ArrayList<>();
  final List<UnmatchedFeedback> unmatched = new ArrayList<>();
  final List<Event> duplicates = new ArrayList<>();
  int crowdedOut;

  private final PageJoiner joiner;
  private final long boundMillis;
  private UserPages state = new UserPages();
  private long newest = Long.MIN_VALUE;

  JoinRun(JoinRules rules, Duration bound) {
    this.joiner = new PageJoiner(rules);
    this.boundMillis = bound.toMillis();
  }

  /** Appends events to the log, in this order. */
  JoinRun give(Event... events) {
    for (Event event : events) {
      joiner.accept(state, event, logWatermark(), this);
      newest = Math.max(newest, event.time().toEpochMilli());
    }
    return this;
  }

  /** A heartbeat: the log's time moves on. */
  JoinRun heartbeat(Instant time) {
    newest = Math.max(newest, time.toEpochMilli());
    return advanceTo(logWatermark());
  }

  /** Flink's watermark, which is never beyond the log's own. */
  JoinRun advanceTo(long watermark) {
    joiner.advanceTo(state, watermark, this);
    return this;
  }

  /** The end of the log. */
  JoinRun end() {
    return advanceTo(Long.MAX_VALUE);
  }

  long logWatermark() {
    return newest == Long.MIN_VALUE ? Long.MIN_VALUE : newest - boundMillis - 1;
  }

  UserPages state() {
    return state;
  }

  void replaceState(UserPages replacement) {
    state = replacement;
  }

  JoinedPage page(String id) {
    return pages.stream()
        .filter(page -> page.decision().page().value().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no page " + id + " among " + pages));
  }

  /** Everything that came out, without its order. */
  Set<String> results() {
    return Stream.of(
            pages.stream().map(Object::toString),
            matched.stream().map(f -> "matched " + f),
            late.stream().map(Object::toString),
            unmatched.stream().map(Object::toString),
            duplicates.stream().map(e -> "duplicate " + e))
        .flatMap(results -> results)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Number of events that came out in any way. */
  int accounted() {
    return pages.size() + matched.size() + late.size() + unmatched.size() + duplicates.size();
  }

  @Override
  public void joined(JoinedPage page) {
    pages.add(page);
  }

  @Override
  public void crowdedOut() {
    crowdedOut++;
  }

  @Override
  public void matched(Feedback feedback) {
    matched.add(feedback);
  }

  @Override
  public void late(LateFeedback feedback) {
    late.add(feedback);
  }

  @Override
  public void unmatched(UnmatchedFeedback feedback) {
    unmatched.add(feedback);
  }

  @Override
  public void duplicate(Event event) {
    duplicates.add(event);
  }
}
