package io.pageturner.simulator;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What is hidden of a user during a visit: intent, patience, and the kind of item that the user is
 * after. Each page moves it.
 */
final class Mind {
  private final PatienceSettings costs;
  private final JourneySettings journey;
  private Intent intent;
  private double patience;
  private int focus;

  Mind(WorldSettings settings, Intent intent, double patience, int focus) {
    this.costs = settings.patience();
    this.journey = settings.journey();
    this.intent = intent;
    this.patience = patience;
    this.focus = focus;
  }

  private Mind(Mind other) {
    costs = other.costs;
    journey = other.journey;
    intent = other.intent;
    patience = other.patience;
    focus = other.focus;
  }

  Mind copy() {
    return new Mind(this);
  }

  Intent intent() {
    return intent;
  }

  double patience() {
    return patience;
  }

  /** Index of the category that the user is after; means nothing while browsing. */
  int focus() {
    return focus;
  }

  /** Whether the item is of the kind that the user is after. */
  boolean focusedOn(Item item) {
    return intent != Intent.BROWSING && item.category() == focus;
  }

  /**
   * Takes in a page.
   *
   * @param opened the clicked items, in order of the clicks
   * @param ordered whether one of them was ordered
   * @param random draws of this page
   * @return whether the user leaves
   */
  boolean takeIn(List<Item> opened, boolean ordered, RandomGenerator random) {
    double leaving = random.nextDouble();
    double moving = random.nextDouble();
    if (ordered) {
      return contented(leaving);
    }
    patience -= cost(opened);
    if (leaving < costs.leaves(patience)) {
      return true;
    }
    if (opened.isEmpty()) {
      cool(moving);
    } else {
      warm(opened, moving);
    }
    return false;
  }

  private boolean contented(double draw) {
    if (draw < journey.contented()) {
      return true;
    }
    intent = Intent.BROWSING;
    patience = Math.max(patience, costs.start() / 2);
    return false;
  }

  private double cost(List<Item> opened) {
    if (opened.isEmpty()) {
      return costs.perPage() + costs.emptyPage();
    }
    long poor = opened.stream().filter(item -> item.value() < 0).count();
    long regretted = intent == Intent.BUYING ? poor : 0;
    long good = Math.min(costs.goodClicks(), opened.size() - regretted);
    return costs.perPage() + costs.regret() * regretted - costs.goodClick() * good;
  }

  private void cool(double draw) {
    if (draw < journey.cool()) {
      intent = intent == Intent.BUYING ? Intent.COMPARING : Intent.BROWSING;
    }
  }

  private void warm(List<Item> opened, double draw) {
    int last = opened.get(opened.size() - 1).category();
    switch (intent) {
      case BROWSING -> {
        double inspiration =
            opened.stream().mapToDouble(item -> Math.max(0, 1 + item.appeal() / 2)).sum();
        if (draw < 1 - Math.exp(-journey.inspire() * inspiration)) {
          intent = Intent.COMPARING;
          focus = last;
        }
      }
      case COMPARING -> {
        focus = last;
        if (draw < 1 - Math.exp(-journey.decide() * opened.size())) {
          intent = Intent.BUYING;
        }
      }
      case BUYING -> focus = last;
    }
  }
}
