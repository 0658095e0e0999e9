package io.pageturner.domain;

import java.util.List;
import java.util.Map;

/**
 * What is known when a page is asked for, as raw values by feature name (SPEC 1.2).
 *
 * <p>It is logged with the decision and used for training as logged: nothing is looked up a second
 * time. An encoder turns it into network inputs.
 *
 * @param recentItems items the user acted on (click, order) in real time, oldest first, at most L
 * @param dense numbers by feature name, not normalised; an absent name means "not known"
 * @param ids categories by feature name, window codes and gap buckets included; an absent name
 *     means "not known"
 */
public record State(List<ItemId> recentItems, Map<String, Double> dense, Map<String, String> ids) {
  /** A user about whom nothing is known. */
  public static final State EMPTY = new State(List.of(), Map.of(), Map.of());

  public State {
    recentItems = List.copyOf(recentItems);
    dense = Map.copyOf(dense);
    ids = Map.copyOf(ids);
    dense.forEach((name, value) -> RawValues.number("state.dense." + name, value));
    ids.forEach((name, value) -> RawValues.text("state.ids." + name, value));
  }
}
