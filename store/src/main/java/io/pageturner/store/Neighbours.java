package io.pageturner.store;

import io.pageturner.domain.ItemId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The items of an embedding set that are most like one of them, by cosine. */
public final class Neighbours {
  private static final Comparator<Neighbour> NEAREST_FIRST =
      Comparator.comparingDouble(Neighbour::similarity)
          .reversed()
          .thenComparing(neighbour -> neighbour.item().value());

  private Neighbours() {}

  /**
   * An item and how like it is.
   *
   * @param similarity cosine of the two vectors, in [−1, 1]; 0 when one of them is zero
   * @param count how often the sessions trained from name it; 0 when that is not known
   */
  public record Neighbour(ItemId item, double similarity, int count) {}

  /**
   * Finds the nearest items, nearest first; looks at every item of the set.
   *
   * @param vector of {@code item}
   * @param count how many at most, 1 or more
   */
  public static List<Neighbour> of(
      EmbeddingSets sets, EmbeddingSet set, ItemId item, float[] vector, int count)
      throws IOException {
    PriorityQueue<Neighbour> nearest = new PriorityQueue<>(count + 1, NEAREST_FIRST.reversed());
    sets.forEach(
        set,
        other -> {
          if (!other.item().equals(item)) {
            nearest.add(new Neighbour(other.item(), cosine(vector, other.vector()), other.count()));
            if (nearest.size() > count) {
              nearest.remove(); // The farthest.
            }
          }
        });
    List<Neighbour> sorted = new ArrayList<>(nearest);
    sorted.sort(NEAREST_FIRST);
    return sorted;
  }

  private static double cosine(float[] one, float[] other) {
    double dot = 0;
    double here = 0;
    double there = 0;
    for (int i = 0; i < one.length; i++) {
      dot += (double) one[i] * other[i];
      here += (double) one[i] * one[i];
      there += (double) other[i] * other[i];
    }
    return here == 0 || there == 0 ? 0 : dot / Math.sqrt(here * there);
  }
}
