package io.pageturner.app.replay;

import io.pageturner.app.StreamRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventLog;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.features.FeatureConfig;
import io.pageturner.pipeline.join.JoinOutput;
import io.pageturner.pipeline.join.LateFeedback;
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
import java.util.concurrent.CompletionStage;

/**
 * The transitions of a recording by the pipeline's own join rules, without Kafka and Flink: for
 * experiments that need a log's transitions in seconds and nothing else of it.
 */
public final class InMemoryJoin {
  private final PageJoiner joiner;
  private final SessionCollector collector;
  private final long lagMillis;
  private final Map<UserId, UserPages> users = new LinkedHashMap<>();
  private final Map<Session, SessionPages> sessions = new HashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final Output output = new Output();
  private long newest = Long.MIN_VALUE;

  private record Session(UserId user, SessionId session) {}

  private InMemoryJoin(PageturnerConfig config) {
    this.joiner = new PageJoiner(StreamRole.rules(config.stream()));
    this.collector = new SessionCollector(StreamRole.rules(config.stream()), config.reward());
    this.lagMillis = config.stream().maxOutOfOrderness().toMillis();
  }

  /** One transition per list of the recording, as the baseline's traffic. */
  public static List<Transition> transitions(
      Recording recording, FeatureConfig features, PageturnerConfig config) {
    InMemoryJoin join = new InMemoryJoin(config);
    EventLog log = join::append;
    new ReplayDriver(log, features, config.feed().actions()).drive(recording, done -> {});
    join.users.values().forEach(pages -> join.joiner.advanceTo(pages, Long.MAX_VALUE, join.output));
    join.sessions
        .values()
        .forEach(pages -> join.collector.advanceTo(pages, Long.MAX_VALUE, join.output));
    return List.copyOf(join.transitions);
  }

  private CompletionStage<Void> append(Event event) {
    newest = Math.max(newest, event.time().toEpochMilli() - lagMillis);
    UserPages pages = users.computeIfAbsent(event.user(), unseen -> new UserPages());
    joiner.accept(pages, event, newest, output);
    return CompletableFuture.completedFuture(null);
  }

  /** Joined pages go on to their session; of the rest the pipeline's balance gives an account. */
  private final class Output implements JoinOutput, SessionOutput {
    @Override
    public void joined(JoinedPage page) {
      Session key = new Session(page.decision().user(), page.decision().session());
      collector.accept(sessions.computeIfAbsent(key, unseen -> new SessionPages()), page, this);
    }

    @Override
    public void transition(Transition transition) {
      transitions.add(transition);
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
