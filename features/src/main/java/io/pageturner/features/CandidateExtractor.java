package io.pageturner.features;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Makes the candidates' features that only the whole list tells, before it is ranked; a pure
 * function.
 *
 * <p>Their values are logged with the decision: later the list is in another order, and cut.
 */
public final class CandidateExtractor {
  private final List<Feature.BelowTouch> belowTouch;

  public CandidateExtractor(FeatureConfig config) {
    this.belowTouch =
        config.candidateEmbedded().stream()
            .filter(Feature.BelowTouch.class::isInstance)
            .map(Feature.BelowTouch.class::cast)
            .toList();
  }

  /** Whether there is such a feature at all. */
  public boolean makesNothing() {
    return belowTouch.isEmpty();
  }

  /**
   * The categories of each candidate, in the order of the list: those it has and those made here.
   *
   * @param list the candidates in the order in which they came: the team's ranking
   * @param ids what each has already, by feature name
   */
  public List<Map<String, String>> extract(
      State state, List<ItemId> list, List<Map<String, String>> ids) {
    OptionalInt touched = lastTouched(state.recentItems(), list);
    if (makesNothing() || touched.isEmpty()) {
      return ids;
    }
    List<Map<String, String>> extracted = new ArrayList<>(list.size());
    for (int position = 0; position < list.size(); position++) {
      Map<String, String> all = new HashMap<>(ids.get(position));
      for (Feature.BelowTouch feature : belowTouch) {
        all.put(feature.name(), code(feature.reach(), position - touched.getAsInt()));
      }
      extracted.add(all);
    }
    return extracted;
  }

  /** A list as it came, with what is made here. */
  public List<ShownItem> extract(State state, List<ShownItem> list) {
    List<Map<String, String>> ids =
        extract(
            state,
            list.stream().map(ShownItem::item).toList(),
            list.stream().map(ShownItem::ids).toList());
    List<ShownItem> extracted = new ArrayList<>(list.size());
    for (ShownItem item : list) {
      int position = item.position();
      extracted.add(
          new ShownItem(item.item(), position, item.scores(), item.dense(), ids.get(position)));
    }
    return extracted;
  }

  /** Where the list has the item touched last among those it has. */
  private static OptionalInt lastTouched(List<ItemId> recent, List<ItemId> list) {
    for (int i = recent.size() - 1; i >= 0; i--) {
      int position = list.indexOf(recent.get(i));
      if (position >= 0) {
        return OptionalInt.of(position);
      }
    }
    return OptionalInt.empty();
  }

  private static String code(int reach, int places) {
    return Integer.toString(Math.max(-reach, Math.min(reach, places)) + reach);
  }
}
