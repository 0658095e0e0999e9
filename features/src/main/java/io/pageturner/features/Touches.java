package io.pageturner.features;

import io.pageturner.domain.ItemId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How lately and how often the user touched each of the recent items; immutable.
 *
 * @param byItem of the items that were touched
 */
record Touches(Map<ItemId, Touched> byItem) {
  private static final Touched NEVER = new Touched(0, 0);

  /**
   * @param recency 1/(1+k), k distinct items touched since the last touch
   * @param count ln(1 + times)
   */
  record Touched(float recency, float count) {}

  /**
   * @param recent items, oldest first
   */
  static Touches of(List<ItemId> recent) {
    Map<ItemId, Integer> times = new HashMap<>();
    recent.forEach(item -> times.merge(item, 1, Integer::sum));
    Map<ItemId, Touched> byItem = new HashMap<>();
    for (int i = recent.size() - 1; i >= 0; i--) {
      ItemId item = recent.get(i);
      if (!byItem.containsKey(item)) {
        float count = (float) StrictMath.log1p(times.get(item));
        byItem.put(item, new Touched(1f / (1 + byItem.size()), count));
      }
    }
    return new Touches(byItem);
  }

  Touched of(ItemId item) {
    return byItem.getOrDefault(item, NEVER);
  }
}
