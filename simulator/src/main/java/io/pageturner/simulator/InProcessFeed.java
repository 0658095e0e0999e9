package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.RewardWeights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A feed without a server: users come, page through what a ranker shows, and come back. */
public final class InProcessFeed {
  private final World world;
  private final RewardWeights weights;
  private final Instant start;
  private final int firstVisit;

  /** A feed that opens at {@code start}; sessions are scored by {@code weights}. */
  public InProcessFeed(World world, RewardWeights weights, Instant start) {
    this(world, weights, start, 0);
  }

  private InProcessFeed(World world, RewardWeights weights, Instant start, int firstVisit) {
    this.world = world;
    this.weights = weights;
    this.start = start;
    this.firstVisit = firstVisit;
  }

  /**
   * The same feed with other visits: users' visits are numbered from {@code number} on, so that
   * what is learned on some visits can be measured on others.
   */
  public InProcessFeed fromVisit(int number) {
    return new InProcessFeed(world, weights, start, number);
  }

  /**
   * One finished session.
   *
   * @param user index of the user
   * @param visit number of the user's visit
   * @param start virtual time of its first page
   * @param reward sum of the rewards of its pages
   */
  public record SessionResult(
      int user, int visit, Instant start, int pages, int clicks, int orders, double reward) {}

  /**
   * Runs the first {@code sessions} sessions in the order of their starts, each to its end before
   * the next: one user's pages stay in order, so a ranker that keeps state per user sees what a
   * server would.
   */
  public List<SessionResult> run(Ranker ranker, int sessions) {
    AtomicInteger left = new AtomicInteger(sessions);
    return runWhile(ranker, () -> left.getAndDecrement() > 0);
  }

  /** Runs sessions in the same order for as long as {@code more} says; asked before each. */
  public List<SessionResult> runWhile(Ranker ranker, BooleanSupplier more) {
    List<SessionResult> results = new ArrayList<>();
    Visits visits = visits();
    while (more.getAsBoolean()) {
      Visit visit = visits.next();
      results.add(play(visits.arriving, visit, ranker));
    }
    return results;
  }

  /** The feed's visits in the order of their starts, for whoever plays them page by page. */
  public Visits visits() {
    return new Visits();
  }

  /** Visits one after the other; a user comes back some time after a visit's end. */
  public final class Visits {
    private final Arrivals arrivals = new Arrivals(world, firstVisit, start);
    private Arrivals.Arriving arriving;
    private Visit visit;

    private Visits() {}

    /** The next visit, from its first page on; the one before is taken to end where it stands. */
    public Visit next() {
      if (visit != null) {
        arrivals.comeBack(arriving, visit.now().plus(visit.away()));
      }
      arriving = arrivals.next();
      visit = InProcessFeed.this.visit(arriving);
      return visit;
    }
  }

  /**
   * Plays sessions that were played before, at the same times and with the same luck, with another
   * ranker: the i-th result answers the i-th session (common random numbers).
   */
  public List<SessionResult> again(List<SessionResult> sessions, Ranker ranker) {
    List<SessionResult> results = new ArrayList<>();
    for (SessionResult session : sessions) {
      Arrivals.Arriving arriving =
          new Arrivals.Arriving(session.user(), session.visit(), session.start());
      results.add(play(arriving, visit(arriving), ranker));
    }
    return results;
  }

  private Visit visit(Arrivals.Arriving arriving) {
    return world.visit(arriving.user(), arriving.visit(), arriving.time());
  }

  /** The mean reward per session. */
  public static Estimate reward(List<SessionResult> results) {
    return Estimate.of(results.stream().mapToDouble(SessionResult::reward).toArray());
  }

  /** The mean gain per session over the same sessions played before. */
  public static Estimate gain(List<SessionResult> results, List<SessionResult> before) {
    double[] differences = new double[results.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = results.get(i).reward() - before.get(i).reward();
    }
    return Estimate.of(differences);
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
    return new SessionResult(
        arriving.user(), arriving.visit(), arriving.time(), pages, clicks, orders, reward);
  }
}
