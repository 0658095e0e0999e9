package io.pageturner.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One item of a shown page, with its scores and features as they were at decision time.
 *
 * @param item the item
 * @param position 0 for the first item of the page
 * @param scores one score per objective, click first; empty when the feed sent none
 * @param dense numbers by feature name; an absent name means "not known"
 * @param ids categories by feature name; an absent name means "not known"
 */
public record ShownItem(
    ItemId item,
    int position,
    double[] scores,
    Map<String, Double> dense,
    Map<String, String> ids) {
  public ShownItem {
    Values.present("item", item);
    Values.atLeast("position", 0, position);
    scores = scores.clone();
    for (int k = 0; k < scores.length; k++) {
      Values.finite("scores[" + k + "] of item " + item, scores[k]);
    }
    dense = Map.copyOf(dense);
    ids = Map.copyOf(ids);
    dense.forEach((name, value) -> RawValues.number("dense." + name + " of item " + item, value));
    ids.forEach((name, value) -> RawValues.text("ids." + name + " of item " + item, value));
  }

  /** Items in the order of the list, positions from 0, without scores or features. */
  public static List<ShownItem> inOrder(List<ItemId> items) {
    return IntStream.range(0, items.size())
        .mapToObj(i -> new ShownItem(items.get(i), i, new double[0], Map.of(), Map.of()))
        .toList();
  }

  @Override
  public double[] scores() {
    return scores.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShownItem that
        && item.equals(that.item)
        && position == that.position
        && Arrays.equals(scores, that.scores)
        && dense.equals(that.dense)
        && ids.equals(that.ids);
  }

  @Override
  public int hashCode() {
    return 31 * item.hashCode() + position;
  }

  @Override
  public String toString() {
    return position + ":" + item + Arrays.toString(scores);
  }
}
