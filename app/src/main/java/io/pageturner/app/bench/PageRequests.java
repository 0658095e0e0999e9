package io.pageturner.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What the load's users ask for, made beforehand: users with a history, pages of candidates out of
 * a catalogue, drawn once by the same seed.
 *
 * @param candidates of each page
 */
record PageRequests(int candidates) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USERS = 512;
  private static final int ITEMS = 10_000;
  private static final int CLICKS = 20;

  /** Embeddings of the whole catalogue. */
  static ItemEmbeddings embeddings(int dimension) {
    SplittableRandom random = new SplittableRandom(2);
    Map<ItemId, float[]> vectors = new HashMap<>();
    for (int i = 0; i < ITEMS; i++) {
      float[] vector = new float[dimension];
      for (int k = 0; k < dimension; k++) {
        vector[k] = (float) random.nextDouble(-1, 1);
      }
      vectors.put(new ItemId("item" + i), vector);
    }
    return ItemEmbeddings.of(dimension, vectors);
  }

  /** Bodies of {@code POST /v1/events}: as many clicks of each user as a policy looks back at. */
  static List<byte[]> histories() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<byte[]> bodies = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      List<Map<String, Object>> events = new ArrayList<>();
      for (int click = 0; click < CLICKS; click++) {
        events.add(
            Map.of(
                "id", "click" + user + "-" + click,
                "type", "click",
                "user", "user" + user,
                "session", "bench",
                "item", "item" + random.nextInt(ITEMS),
                "category", "c" + random.nextInt(40)));
      }
      bodies.add(JSON.writeValueAsBytes(Map.of("events", events)));
    }
    return bodies;
  }

  /** Bodies of {@code POST /v1/rank}, one a user. */
  List<byte[]> pages() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> bodies = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      bodies.add(
          JSON.writeValueAsBytes(
              Map.of(
                  "user",
                  "user" + user,
                  "session",
                  "bench",
                  "context",
                  Map.of("entry", "home", "distance", random.nextDouble(10)),
                  "limit",
                  10,
                  "candidates",
                  items(random))));
    }
    return bodies;
  }

  private List<Map<String, Object>> items(SplittableRandom random) {
    Set<Integer> drawn = new HashSet<>();
    List<Map<String, Object>> items = new ArrayList<>();
    while (items.size() < Math.min(candidates, ITEMS)) {
      int item = random.nextInt(ITEMS);
      if (drawn.add(item)) {
        items.add(
            Map.of(
                "id", "item" + item,
                "scores", Map.of("click", random.nextDouble(), "order", random.nextDouble()),
                "features",
                    Map.of(
                        "price", 1 + random.nextInt(100), "category", "c" + random.nextInt(40))));
      }
    }
    return items;
  }
}
