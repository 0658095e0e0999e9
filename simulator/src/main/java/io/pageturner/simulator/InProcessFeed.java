package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.RewardWeights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A feed without a server: users come, page through what a ranker shows, and come back. */
public final class InProcessFeed {
  private final World world;
  private final RewardWeights weights;
  private final Instant start;

  /** A feed that opens at {@code start}; sessions are scored by {@code weights}. */
  public InProcessFeed(World world, RewardWeights weights, Instant start) {
    this.world = world;
    this.weights = weights;
    this.start = start;
  }

  /**
   * One finished session.
   *
   * @param user index of the user
   * @param visit number of the user's visit
   * @param reward sum of the rewards of its pages
   */
  public record SessionResult(
      int user, int visit, int pages, int clicks, int orders, double reward) {}

  /**
   * Runs the first {@code sessions} sessions in the order of their starts, each to its end before
   * the next: one user's pages stay in order, so a ranker that keeps state per user sees what a
   * server would.
   */
  public List<SessionResult> run(Ranker ranker, int sessions) {
    Arrivals arrivals = new Arrivals(world, 0, start);
    List<SessionResult> results = new ArrayList<>();
    while (results.size() < sessions) {
      Arrivals.Arriving arriving = arrivals.next();
      Visit visit = world.visit(arriving.user(), arriving.visit(), arriving.time());
      results.add(play(arriving, visit, ranker));
      arrivals.comeBack(arriving, visit.now().plus(visit.away()));
    }
    return results;
  }

  /** The mean reward per session. */
  public static Estimate reward(List<SessionResult> results) {
    return Estimate.of(results.stream().mapToDouble(SessionResult::reward).toArray());
  }

  private SessionResult play(Arrivals.Arriving arriving, Visit visit, Ranker ranker) {
    int pages = 0;
    int clicks = 0;
    int orders = 0;
    double reward = 0;
    while (!visit.over()) {
      PageRequest request = visit.request();
      List<ItemId> shown = ranker.rank(request);
      PageOutcome outcome = visit.show(shown);
      ranker.observe(request, shown, outcome);
      pages++;
      clicks += outcome.clicks();
      orders += outcome.orders();
      reward += outcome.reward(weights);
    }
    return new SessionResult(arriving.user(), arriving.visit(), pages, clicks, orders, reward);
  }
}
