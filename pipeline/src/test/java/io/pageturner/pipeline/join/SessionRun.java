package io.pageturner.pipeline.join;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Event;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.TestFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One session's joined pages on their way through a collector, and what came out of it. */
final class SessionRun implements SessionOutput {
  final List<Transition> transitions = new ArrayList<>();
  final List<Episode> episodes = new ArrayList<>();
  final List<JoinedPage> aside = new ArrayList<>();
  SessionPages state = new SessionPages();

  private final JoinRules rules;
  private SessionCollector collector;

  SessionRun(JoinRules rules) {
    this.rules = rules;
    restartUnder(RewardWeights.DEFAULT);
  }

  /** Goes on with what it remembers under other weights. */
  SessionRun restartUnder(RewardWeights weights) {
    collector = new SessionCollector(rules, weights);
    return this;
  }

  SessionRun give(JoinedPage... pages) {
    for (JoinedPage page : pages) {
      collector.accept(state, page, this);
    }
    return this;
  }

  SessionRun advanceTo(double seconds) {
    collector.advanceTo(state, TestFeed.at(seconds).toEpochMilli(), this);
    return this;
  }

  /** A page {@code session/index} joined at the given time, on which nothing was clicked. */
  static JoinedPage joined(String id, double seconds, double joinedAt) {
    return joined(id, seconds, joinedAt, 0, false);
  }

  static JoinedPage joined(String id, double seconds, double joinedAt, int clicks, boolean left) {
    Decision decision = ((Event.PageShown) TestFeed.page(id, seconds, "a")).decision();
    ItemOutcome outcome = new ItemOutcome(clicks, 0, Duration.ofMillis(clicks * 10L));
    return new JoinedPage(decision, List.of(outcome), left, TestFeed.at(joinedAt));
  }

  @Override
  public void transition(Transition transition) {
    transitions.add(transition);
  }

  @Override
  public void episode(Episode episode) {
    episodes.add(episode);
  }

  @Override
  public void aside(JoinedPage page) {
    aside.add(page);
  }
}
