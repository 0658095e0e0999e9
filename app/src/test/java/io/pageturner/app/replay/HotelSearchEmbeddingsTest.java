package io.pageturner.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.replay.Recording.Answer;
import io.pageturner.app.replay.Recording.ListShown;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.embedding.SkipGram;
import io.pageturner.learning.embedding.SkipGramSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The embeddings of a real day know what they were never told: the city of a hotel.
 *
 * <p>Prints the figures of docs/benchmarks.md; skipped without the log.
 */
class HotelSearchEmbeddingsTest {
  private static final String LOG = "shared/data/hotel-search/events_2018-11-07.csv.gz";
  private static final int NEIGHBOURS = 10;

  /** Every tenth item is asked for its neighbours among all. */
  private static final int STEP = 10;

  @Test
  void neighboursAreInTheSameCityFarMoreOftenThanByChance() throws IOException {
    Recording recording = new HotelSearchFormat().read(log());
    Map<ItemId, String> cities = cities(recording);
    ItemEmbeddings embeddings =
        SkipGram.train(recording.itemSessions(Instant.MAX), SkipGramSettings.DEFAULT).embeddings();
    List<ItemId> items =
        embeddings.toMap().keySet().stream()
            .filter(cities::containsKey)
            .sorted(Comparator.comparing(ItemId::value))
            .toList();

    double first = sameCity(embeddings, items, cities, 1);
    double ten = sameCity(embeddings, items, cities, NEIGHBOURS);
    double chance = chance(items, cities);
    System.out.printf(
        "hotel search: %,d items, %,d of them in a known city; share of nearest neighbours in the"
            + " same city: first %.3f, first %d %.3f, by chance %.4f%n",
        embeddings.size(), items.size(), first, NEIGHBOURS, ten, chance);

    assertThat(items).hasSizeGreaterThan(1_000);
    // A quarter of the items stand alone in their sessions: nothing can be known of them.
    assertThat(first).isGreaterThan(0.6);
    assertThat(ten).isGreaterThan(20 * chance).isGreaterThan(0.2);
  }

  private static Path log() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isReadable(folder.resolve(LOG))) {
        return folder.resolve(LOG);
      }
    }
    Assumptions.abort("skipped: there is no " + LOG + " beside the project");
    return here;
  }

  /** The city that an item was most often acted on in, by the lists of the same session. */
  private static Map<ItemId, String> cities(Recording recording) {
    Map<SessionId, String> bySession = new HashMap<>();
    recording.steps().stream()
        .filter(ListShown.class::isInstance)
        .map(ListShown.class::cast)
        .forEach(shown -> bySession.put(shown.session(), shown.ids().get("city")));
    Map<ItemId, Map<String, Integer>> counts = new HashMap<>();
    recording.steps().stream()
        .flatMap(HotelSearchEmbeddingsTest::onItem)
        .filter(answer -> bySession.containsKey(answer.session()))
        .forEach(
            answer ->
                counts
                    .computeIfAbsent(answer.item(), item -> new HashMap<>())
                    .merge(bySession.get(answer.session()), 1, Integer::sum));
    Map<ItemId, String> cities = new HashMap<>();
    counts.forEach((item, byCity) -> cities.put(item, mostFrequent(byCity)));
    return cities;
  }

  private static Stream<Feedback.OnItem> onItem(Recording.Step step) {
    return step instanceof Answer answer && answer.feedback() instanceof Feedback.OnItem onItem
        ? Stream.of(onItem)
        : Stream.empty();
  }

  private static String mostFrequent(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }

  private static double sameCity(
      ItemEmbeddings embeddings, List<ItemId> items, Map<ItemId, String> cities, int neighbours) {
    long asked = 0;
    long same = 0;
    for (int i = 0; i < items.size(); i += STEP) {
      String city = cities.get(items.get(i));
      for (ItemId other : nearest(embeddings, items, items.get(i), neighbours)) {
        asked++;
        same += cities.get(other).equals(city) ? 1 : 0;
      }
    }
    return (double) same / asked;
  }

  private static List<ItemId> nearest(
      ItemEmbeddings embeddings, List<ItemId> items, ItemId item, int count) {
    float[] vector = new float[embeddings.dimension()];
    embeddings.copy(embeddings.row(item), vector, 0);
    record Found(ItemId item, double cosine) {}
    PriorityQueue<Found> nearest = new PriorityQueue<>(Comparator.comparing(Found::cosine));
    for (ItemId other : items) {
      if (!other.equals(item)) {
        nearest.add(new Found(other, embeddings.cosine(embeddings.row(other), vector)));
        if (nearest.size() > count) {
          nearest.remove();
        }
      }
    }
    return nearest.stream().map(Found::item).toList();
  }

  /** The share of pairs of items that are in the same city. */
  private static double chance(List<ItemId> items, Map<ItemId, String> cities) {
    Map<String, Long> sizes = new HashMap<>();
    items.forEach(item -> sizes.merge(cities.get(item), 1L, Long::sum));
    double pairs = sizes.values().stream().mapToDouble(size -> size * (size - 1.0)).sum();
    return pairs / (items.size() * (items.size() - 1.0));
  }
}
