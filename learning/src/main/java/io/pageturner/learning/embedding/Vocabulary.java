package io.pageturner.learning.embedding;

import io.pageturner.domain.ItemId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The items that get an embedding, numbered from the most to the least frequent one; immutable. */
final class Vocabulary {
  /**
   * The noise distribution is the unigram one raised to this power (Mikolov et al., section 2.2).
   */
  private static final double NOISE_POWER = 0.75;

  private final List<ItemId> items;
  private final Map<ItemId, Integer> indexes;
  private final Map<ItemId, Integer> counts = new HashMap<>();
  private final double[] cumulativeNoise; // [items], last value = total

  private Vocabulary(List<ItemId> items, Map<ItemId, Integer> counts) {
    this.items = items;
    this.indexes = new HashMap<>();
    this.cumulativeNoise = new double[items.size()];
    double total = 0;
    for (int i = 0; i < items.size(); i++) {
      indexes.put(items.get(i), i);
      this.counts.put(items.get(i), counts.get(items.get(i)));
      total += Math.pow(counts.get(items.get(i)), NOISE_POWER);
      cumulativeNoise[i] = total;
    }
  }

  /** The vocabulary of all items that occur {@code minCount} times or more. */
  static Vocabulary of(List<List<ItemId>> sessions, int minCount) {
    Map<ItemId, Integer> counts = new HashMap<>();
    sessions.forEach(session -> session.forEach(item -> counts.merge(item, 1, Integer::sum)));
    // The id breaks ties, so that equal sessions give equal embeddings.
    Comparator<ItemId> byFrequency = Comparator.comparing(item -> -counts.get(item));
    List<ItemId> frequent =
        counts.keySet().stream()
            .filter(item -> counts.get(item) >= minCount)
            .sorted(byFrequency.thenComparing(ItemId::value))
            .toList();
    return new Vocabulary(frequent, counts);
  }

  int size() {
    return items.size();
  }

  /** How often the sessions name each item of the vocabulary. */
  Map<ItemId, Integer> counts() {
    return counts;
  }

  ItemId item(int index) {
    return items.get(index);
  }

  /**
   * The indexes of a session's items, without items of no embedding and without repeats: an item
   * acted on five times in a row says nothing about its context.
   */
  int[] encode(List<ItemId> session) {
    int[] all =
        session.stream().map(indexes::get).filter(Objects::nonNull).mapToInt(i -> i).toArray();
    int kept = 0;
    for (int index : all) {
      if (kept == 0 || all[kept - 1] != index) {
        all[kept++] = index;
      }
    }
    return Arrays.copyOf(all, kept);
  }

  /** A noise item other than {@code context}; needs two items or more. */
  int noise(Random random, int context) {
    int drawn;
    do {
      drawn = draw(random);
    } while (drawn == context);
    return drawn;
  }

  private int draw(Random random) {
    double total = cumulativeNoise[cumulativeNoise.length - 1];
    int place = Arrays.binarySearch(cumulativeNoise, random.nextDouble() * total);
    // An exact hit on a boundary belongs to the next item.
    return Math.min(place < 0 ? -place - 1 : place + 1, cumulativeNoise.length - 1);
  }
}
