package io.pageturner.app.replay;

import io.pageturner.app.StreamRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventLog;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.features.FeatureConfig;
import io.pageturner.pipeline.join.JoinOutput;
import io.pageturner.pipeline.join.PageJoiner;
import io.pageturner.pipeline.join.SessionCollector;
import io.pageturner.pipeline.join.SessionOutput;
import io.pageturner.pipeline.join.SessionPages;
import io.pageturner.pipeline.join.UnmatchedFeedback;
import io.pageturner.pipeline.join.UserPages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The transitions of a recording by the pipeline's own join rules, without Kafka and Flink: for
 * experiments that need a log's transitions in seconds and nothing else of it.
 */
public final class InMemoryJoin {
  /** Sessions that have ended are let go each so many events. */
  private static final int SWEEP = 50_000;

  private final PageJoiner joiner;
  private final SessionCollector collector;
  private final long lagMillis;
  private final Consumer<JoinedPage> pages;
  private final Consumer<Transition> transitions;
  private final Map<UserId, UserPages> users = new LinkedHashMap<>();
  private final Map<Session, SessionPages> sessions = new HashMap<>();
  private final Output output = new Output();
  private long newest = Long.MIN_VALUE;
  private long taken;

  private record Session(UserId user, SessionId session) {}

  /**
   * @param config of the pipeline: windows, gap and reward weights
   * @param pages told every joined page
   * @param transitions told every transition
   */
  public InMemoryJoin(
      PageturnerConfig config, Consumer<JoinedPage> pages, Consumer<Transition> transitions) {
    this.joiner = new PageJoiner(StreamRole.rules(config.stream()));
    this.collector = new SessionCollector(StreamRole.rules(config.stream()), config.reward());
    this.lagMillis = config.stream().maxOutOfOrderness().toMillis();
    this.pages = pages;
    this.transitions = transitions;
  }

  /** One transition per list of the recording, as the baseline's traffic. */
  public static List<Transition> transitions(
      Recording recording, FeatureConfig features, PageturnerConfig config) {
    List<Transition> transitions = new ArrayList<>();
    InMemoryJoin join = new InMemoryJoin(config, page -> {}, transitions::add);
    EventLog log =
        event -> {
          join.accept(event);
          return CompletableFuture.completedFuture(null);
        };
    new ReplayDriver(log, features, config.feed().actions()).drive(recording, done -> {});
    join.end();
    return List.copyOf(transitions);
  }

  /** Takes the log's next event. */
  public void accept(Event event) {
    newest = Math.max(newest, event.time().toEpochMilli() - lagMillis);
    UserPages user = users.computeIfAbsent(event.user(), unseen -> new UserPages());
    joiner.accept(user, event, newest, output);
    taken++;
    if (taken % SWEEP == 0) {
      advanceTo(newest);
    }
  }

  /** The end of the log: everything comes out. */
  public void end() {
    advanceTo(Long.MAX_VALUE);
  }

  private void advanceTo(long watermark) {
    users.values().forEach(user -> joiner.advanceTo(user, watermark, output));
    sessions.values().forEach(session -> collector.advanceTo(session, watermark, output));
    users.values().removeIf(UserPages::isEmpty);
    sessions.values().removeIf(SessionPages::isEmpty);
  }

  /** Joined pages go on to their session; of the rest the pipeline's balance gives an account. */
  private final class Output implements JoinOutput, SessionOutput {
    @Override
    public void joined(JoinedPage page) {
      pages.accept(page);
      Session key = new Session(page.decision().user(), page.decision().session());
      collector.accept(sessions.computeIfAbsent(key, unseen -> new SessionPages()), page, this);
    }

    @Override
    public void transition(Transition transition) {
      transitions.accept(transition);
    }

    @Override
    public void matched(Feedback feedback) {}

    @Override
    public void late(LateFeedback feedback) {}

    @Override
    public void unmatched(UnmatchedFeedback feedback) {}

    @Override
    public void duplicate(Event event) {}

    @Override
    public void episode(Episode episode) {}

    @Override
    public void aside(JoinedPage page) {}
  }
}
