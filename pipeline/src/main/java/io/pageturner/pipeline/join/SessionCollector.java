package io.pageturner.pipeline.join;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Experience;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import java.time.Instant;
import java.util.Optional;

/**
 * The experience collector of one session (SPEC 4.3): a state machine over event time.
 *
 * <p>Page k's transition is emitted when page k + 1 is joined; the last one's, terminal, when the
 * user has left on it, when a page comes {@code sessionGap} or more after it, or when event time
 * says that none can come any more; the episode with it. A page that is joined after its session's
 * end begins a new episode; one that belongs before a page already used goes aside.
 *
 * <p>Pages arrive as the joiner closes them, which is the session's order, except for pages that
 * reached the log later than its bound. A page decided on just inside the gap may be joined as late
 * as the longest join window after it; so the end by gap is known, and emitted, that much after it.
 *
 * <p>A session that never ends is one that never forgets: after {@link #LONGEST_EPISODE} pages its
 * episode is cut, and its transitions go on.
 *
 * <p>Rewards are computed when they are emitted, so that each is of the weights that it names, also
 * when the job was restarted under other ones in the middle of a session.
 */
public final class SessionCollector {
  /** Most pages of one episode. */
  static final int LONGEST_EPISODE = 1_000;

  private final long gapMillis;
  private final long joinMillis;
  private final RewardWeights weights;
  private final String version;

  public SessionCollector(JoinRules rules, RewardWeights weights) {
    this.gapMillis = rules.sessionGap().toMillis();
    this.joinMillis = rules.longestWindow().toMillis();
    this.weights = weights;
    this.version = weights.version();
  }

  /** Takes the session's next joined page. */
  public void accept(SessionPages session, JoinedPage page, SessionOutput out) {
    advanceTo(session, page.joinedAt().toEpochMilli(), out);
    PageOrder order = PageOrder.of(page.decision());
    if (!session.isEmpty() && order.compareTo(session.lastOrder) < 0) {
      out.aside(page);
      return;
    }
    if (session.isRunning()) {
      linkOrEnd(session, page.decision(), out);
    }
    append(session, page, order);
    if (page.left()) {
      end(session, Episode.End.LEAVE, page.joinedAt(), out);
    }
  }

  /** Event time has reached {@code watermark}: every page closed before it has been given. */
  public void advanceTo(SessionPages session, long watermark, SessionOutput out) {
    if (session.isRunning() && session.timer <= watermark) {
      end(session, Episode.End.GAP, gapEnd(session), out);
    }
    if (!session.isEmpty() && !session.isRunning() && session.timer <= watermark) {
      session.lastOrder = null;
    }
  }

  /** The last page's transition to {@code next}, or its terminal one when the gap lies between. */
  private void linkOrEnd(SessionPages session, Decision next, SessionOutput out) {
    if (next.time().isBefore(gapEnd(session))) {
      out.transition(transition(session, Optional.of(next.state())));
      if (session.pages.size() >= LONGEST_EPISODE) {
        out.episode(episode(session, Episode.End.CUT, next.time()));
        session.pages.clear();
      }
    } else {
      end(session, Episode.End.GAP, gapEnd(session), out);
    }
  }

  private void append(SessionPages session, JoinedPage page, PageOrder order) {
    if (session.pages.isEmpty()) {
      session.bucket = page.decision().bucket();
    }
    session.last = new Experience(page, weights.reward(page));
    session.lastOrder = order;
    session.pages.add(figures(session.last));
    session.timer = order.time() + gapMillis + joinMillis;
  }

  private void end(SessionPages session, Episode.End how, Instant when, SessionOutput out) {
    out.transition(transition(session, Optional.empty()));
    out.episode(episode(session, how, when));
    session.last = null;
    session.bucket = null;
    session.pages.clear();
    session.timer += gapMillis;
  }

  private Transition transition(SessionPages session, Optional<State> next) {
    JoinedPage last = session.last.page();
    return Transition.of(session.last, next).rewarded(weights.reward(last), version);
  }

  private Episode episode(SessionPages session, Episode.End how, Instant when) {
    Decision last = session.last.page().decision();
    Episode episode =
        new Episode(last.user(), last.session(), session.bucket, session.pages, how, when);
    return episode.scored(weights);
  }

  private Instant gapEnd(SessionPages session) {
    return Instant.ofEpochMilli(session.lastOrder.time() + gapMillis);
  }

  private static Episode.Page figures(Experience experience) {
    JoinedPage page = experience.page();
    Decision decision = page.decision();
    long dwellMillis = 0;
    for (ItemOutcome outcome : page.outcomes()) {
      dwellMillis += outcome.dwell().toMillis();
    }
    return new Episode.Page(
        decision.page(),
        decision.time(),
        decision.version(),
        decision.action(),
        page.clicks(),
        page.orders(),
        dwellMillis,
        experience.reward());
  }
}
