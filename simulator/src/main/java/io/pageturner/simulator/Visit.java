package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One session of one user, page by page: {@link #request} and {@link #show} in turn until {@link
 * #over}. What happens depends on the world's seed, the user, the visit's number and start, and on
 * what is shown; not on other visits or threads. Not safe for several threads at once.
 */
public final class Visit {
  private static final long CANDIDATES = 4;
  private static final long READING = 5;
  private static final long MIND = 6;
  private static final long AWAY = 7;

  private final World world;
  private final int userIndex;
  private final int number;
  private final User user;
  private final SessionId session;
  private PageRequest.Context context;
  private final Mind mind;
  private int atHand;
  private int page;
  private Instant now;
  private boolean over;
  private int orders;
  private int clicks;
  private PageRequest asked;

  Visit(World world, int userIndex, int number, Instant start, Arrival arrival) {
    this.world = world;
    this.userIndex = userIndex;
    this.number = number;
    this.user = world.user(userIndex);
    this.session = new SessionId(user.id() + "." + number);
    this.context = arrival.context();
    this.mind = arrival.mind();
    this.atHand = arrival.queried();
    this.now = start;
  }

  private Visit(Visit other) {
    world = other.world;
    userIndex = other.userIndex;
    number = other.number;
    user = other.user;
    session = other.session;
    context = other.context;
    mind = other.mind.copy();
    atHand = other.atHand;
    page = other.page;
    now = other.now;
    over = other.over;
    orders = other.orders;
    clicks = other.clicks;
    asked = other.asked;
  }

  /** This visit in a parallel world: both go on from here with the same luck. */
  Visit copy() {
    return new Visit(this);
  }

  public UserId user() {
    return user.id();
  }

  public SessionId session() {
    return session;
  }

  /** Whether the user has left. */
  public boolean over() {
    return over;
  }

  /** Virtual time of the next request, or of the leave when it is over. */
  public Instant now() {
    return now;
  }

  /** What is hidden. */
  Mind mind() {
    return mind;
  }

  /** Index of the category that the ranking knows to be at hand, or −1. */
  int atHand() {
    return atHand;
  }

  /**
   * What the user asks serving for next; the same until {@link #show}.
   *
   * @throws IllegalStateException when the visit is over
   */
  public PageRequest request() {
    if (over) {
      throw new IllegalStateException("visit " + session + " is over");
    }
    if (asked == null) {
      List<Candidate> candidates = world.recall().candidates(user, atHand, random(CANDIDATES));
      asked =
          new PageRequest(
              user.id(), session, page, now, context, candidates, world.settings().pageSize());
    }
    return asked;
  }

  /**
   * Shows a page and returns what the user makes of it.
   *
   * @param items the ranking's first items, best first: candidates of {@link #request}, each once,
   *     at least one and at most the page's limit
   */
  public PageOutcome show(List<ItemId> items) {
    PageRequest request = request();
    check(items, request);
    Reader reader = new Reader(world.settings(), user, mind, reluctance());
    RandomGenerator reading = random(READING);
    reader.read(items.stream().map(world.catalogue()::item).toList(), reading);
    over = mind.takeIn(reader.opened(), reader.ordered(), random(MIND));
    Duration turn = reader.elapsed().plus(world.settings().rhythm().thinking(reading));
    remember(reader, turn);
    return new PageOutcome(reader.reactions(), over, turn);
  }

  private void remember(Reader reader, Duration turn) {
    List<Item> opened = reader.opened();
    if (!opened.isEmpty()) {
      atHand = opened.get(opened.size() - 1).category();
    }
    context = context.after(opened.size());
    clicks += opened.size();
    orders += reader.ordered() ? 1 : 0;
    now = now.plus(turn);
    page++;
    asked = null;
  }

  /**
   * How long the user stays away after this visit: shorter after an order, longer after nothing.
   */
  public Duration away() {
    double mood = orders > 0 ? 0.8 : clicks > 0 ? 1 : 1.3;
    return world
        .settings()
        .rhythm()
        .away(Randomness.stream(world.seed(), AWAY, userIndex, number), user.awayFactor() * mood);
  }

  private double reluctance() {
    return world.settings().journey().distanceAversion() * (context.distance() - 2);
  }

  private RandomGenerator random(long purpose) {
    return Randomness.stream(world.seed(), purpose, userIndex, number, page);
  }

  private static void check(List<ItemId> items, PageRequest request) {
    if (items.isEmpty() || items.size() > request.limit()) {
      throw new IllegalArgumentException(
          "a page shows 1 to " + request.limit() + " items, was given " + items.size());
    }
    Set<ItemId> left = new HashSet<>();
    request.candidates().forEach(candidate -> left.add(candidate.item()));
    for (ItemId item : items) {
      if (!left.remove(item)) {
        throw new IllegalArgumentException(
            "item " + item + " is shown twice or is not a candidate of the request");
      }
    }
  }
}
