package io.pageturner.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One user going down one page: looks, opens, dwells, orders. Each item has a random stream of its
 * own, so that two rankings of the same candidates meet the same luck wherever they agree.
 */
final class Reader {
  private final WorldSettings settings;
  private final User user;
  private final Mind mind;
  private final double reluctance;
  private final List<Reaction> reactions = new ArrayList<>();
  private final List<Item> opened = new ArrayList<>();
  private Duration clock = Duration.ZERO;
  private boolean ordered;

  /**
   * A reader at the top of a page.
   *
   * @param reluctance taken off the logit of every order
   */
  Reader(WorldSettings settings, User user, Mind mind, double reluctance) {
    this.settings = settings;
    this.user = user;
    this.mind = mind;
    this.reluctance = reluctance;
  }

  /** Reads to the end of the page, or to the first order. */
  void read(List<Item> page, RandomGenerator random) {
    long seed = random.nextLong();
    for (int position = 0; position < page.size() && !ordered; position++) {
      Item item = page.get(position);
      look(item, position, Randomness.stream(seed, item.id().value().hashCode()));
    }
  }

  private void look(Item item, int position, RandomGenerator random) {
    if (random.nextDouble() >= settings.attention().examined(position, user.attention())) {
      return;
    }
    clock = clock.plus(settings.rhythm().glance());
    Appetite appetite = settings.appetites().get(mind.intent());
    if (random.nextDouble() < appetite.click(item, user.match(item), mind.focusedOn(item))) {
      open(item, appetite, random);
    }
  }

  private void open(Item item, Appetite appetite, RandomGenerator random) {
    reactions.add(new Reaction.Clicked(item.id(), item.categoryName(), clock));
    opened.add(item);
    Duration dwell = settings.rhythm().dwelling(random);
    clock = clock.plus(dwell);
    double order = appetite.order(item, user.match(item), mind.focusedOn(item), reluctance);
    if (random.nextDouble() < order) {
      clock = clock.plus(settings.rhythm().checkingOut(random));
      reactions.add(new Reaction.Ordered(item.id(), item.categoryName(), clock));
      ordered = true;
    }
    reactions.add(new Reaction.Dwelt(item.id(), clock, dwell));
  }

  List<Reaction> reactions() {
    return reactions;
  }

  /** The clicked items, in order of the clicks. */
  List<Item> opened() {
    return opened;
  }

  boolean ordered() {
    return ordered;
  }

  /** Time since the page was shown. */
  Duration elapsed() {
    return clock;
  }
}
