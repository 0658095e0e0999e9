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
      return satisfied(leaving);
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

  /** An order ends the session, or lifts the patience: buyers go on buying, others browse on. */
  private boolean satisfied(double draw) {
    boolean buying = intent == Intent.BUYING;
    if (draw < (buying ? journey.basketDone() : journey.impulseDone())) {
      return true;
    }
    intent = buying ? Intent.BUYING : Intent.BROWSING;
    patience = Math.max(patience, costs.lift());
    return false;
  }

  private double cost(List<Item> opened) {
    double hurry = intent == Intent.BUYING ? costs.hurry() : 0;
    if (opened.isEmpty()) {
      return costs.perPage() + hurry + costs.emptyPage();
    }
    return costs.perPage() + hurry - costs.click() * Math.min(costs.clicks(), opened.size());
  }

  /** A page without a click takes some users one intent back. */
  private void cool(double draw) {
    if (draw < journey.cool()) {
      intent = intent == Intent.BUYING ? Intent.COMPARING : Intent.BROWSING;
    }
  }

  /** What is opened carries users on: from browsing to comparing to buying. */
  private void warm(List<Item> opened, double draw) {
    int last = opened.get(opened.size() - 1).category();
    switch (intent) {
      case BROWSING -> {
        if (draw < 1 - Math.exp(-journey.inspire() * excitement(opened))) {
          intent = Intent.COMPARING;
          focus = last;
        }
      }
      case COMPARING -> {
        focus = last;
        if (draw < 1 - Math.exp(-journey.decide() * excitement(opened))) {
          intent = Intent.BUYING;
        }
      }
      case BUYING -> focus = last;
    }
  }

  /** How much the opened items excite: one of appeal 1 counts one, one of −1 or less nothing. */
  private static double excitement(List<Item> opened) {
    double sum = 0;
    for (Item item : opened) {
      sum += Math.max(0, (1 + item.appeal()) / 2);
    }
    return sum;
  }
}
