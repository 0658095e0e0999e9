package io.pageturner.domain;

/**
 * One shown item with its features and labels: the point-wise unit that rankers learn from.
 *
 * @param decision the page it was shown on
 * @param shown the item, with its features as they were at decision time
 * @param outcome what came of it; the labels
 */
public record Sample(Decision decision, ShownItem shown, ItemOutcome outcome) {
  public Sample {
    Values.present("decision", decision);
    Values.present("shown", shown);
    Values.present("outcome", outcome);
  }

  public boolean clicked() {
    return outcome.clicks() > 0;
  }

  public boolean ordered() {
    return outcome.orders() > 0;
  }
}
