package io.pageturner.app.skew;

import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.RankRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A feature configuration and a log of pages and clicks, all drawn at random. */
final class RandomFeed {
  private static final int ITEMS = 12;
  private static final SessionId SESSION = new SessionId("s");

  private static final List<String> PAGE_KINDS =
      List.of(
          "dense, missing: -2.5",
          "dense, transform: log",
          "dense, transform: clip, bounds: [-3, 7.25]",
          "dense, transform: none",
          "dense, transform: bucket, bounds: [-1, 0, 0.1, 1e6], missing: 0.05",
          "dense, source: page-index, transform: log",
          "dense, source: hour",
          "id, rows: 4, minCount: 2",
          "id, rows: 50, dimension: 3",
          "id, growing: true, rows: 4, minCount: 2",
          "id, source: weekday, rows: 9",
          "count, of: order, window: 6h",
          "count, transform: bucket, bounds: [1, 2, 4]",
          "binary-sequence, of: click",
          "binary-sequence, of: order, windows: [20m, 3h], levels: 4",
          "transition",
          "gap, of: click, bounds: [1m, 10m, 2h]",
          "gap, of: order");
  private static final List<String> CANDIDATE_KINDS =
      List.of(
          "dense",
          "dense, transform: log, missing: 3",
          "dense, transform: none",
          "dense, transform: bucket, bounds: [0, 100]",
          "id, rows: 6",
          "id, rows: 30, minCount: 2",
          "recency",
          "touches",
          "similarity",
          "below-touch, reach: 2");
  private static final List<String> TEXTS =
      List.of("", " ", "a", "b", "c", "Zürich", "🍕", "\"\\/", "line\nbreak", "\u0000", "0.1");
  private static final double[] NUMBERS = {
    0, -0.0, 1, -1, 0.1 + 0.2, Double.MIN_VALUE, 1e-300, 1e19, -1e19, 1 / 3.0, 2e9, 1e15 + 0.5
  };

  private final Random random;

  RandomFeed(Random random) {
    this.random = random;
  }

  String configuration() {
    int length = 1 + random.nextInt(6);
    return """
        zone: %s
        sequence: {length: %d, dimension: %d}
        page:
        %s
        candidate:
        %s
        """
        .formatted(
            random.nextBoolean() ? "UTC" : "America/St_Johns",
            length,
            1 + random.nextInt(4),
            features("p", PAGE_KINDS, random.nextInt(10)),
            features("c", CANDIDATE_KINDS, random.nextInt(6)));
  }

  private String features(String prefix, List<String> kinds, int count) {
    if (count == 0) {
      return "  []";
    }
    return IntStream.range(0, count)
        .mapToObj(i -> "  - {name: " + prefix + i + ", kind: " + oneOf(kinds) + "}")
        .collect(Collectors.joining("\n"));
  }

  ItemEmbeddings embeddings(int dimension) {
    Map<ItemId, float[]> vectors = new LinkedHashMap<>();
    for (int i = 0; i < ITEMS; i++) {
      if (random.nextInt(4) > 0) {
        float[] vector = new float[dimension];
        for (int k = 0; k < dimension; k++) {
          vector[k] = (float) random.nextGaussian();
        }
        vectors.put(item(i), vector);
      }
    }
    return ItemEmbeddings.of(dimension, vectors);
  }

  UserId user() {
    return new UserId("u" + random.nextInt(2));
  }

  /** A page of any of the items, with any of the features that a request may give. */
  RankRequest request(FeatureConfig config) {
    List<Integer> shown = IntStream.range(0, ITEMS).boxed().collect(Collectors.toList());
    java.util.Collections.shuffle(shown, random);
    return new RankRequest(
        user(),
        SESSION,
        OptionalInt.empty(),
        Optional.empty(),
        numbers(config.page()),
        texts(config.page()),
        shown.stream().limit(1 + random.nextInt(4)).map(i -> candidate(config, i)).toList(),
        OptionalInt.empty());
  }

  private Candidate candidate(FeatureConfig config, int i) {
    return new Candidate(
        item(i), new double[0], numbers(config.candidate()), texts(config.candidate()));
  }

  private Map<String, Double> numbers(List<Feature> features) {
    Map<String, Double> values = new HashMap<>();
    for (Feature feature : features) {
      if (feature.isNumber() && random.nextInt(4) > 0) {
        values.put(
            feature.name(),
            random.nextBoolean()
                ? NUMBERS[random.nextInt(NUMBERS.length)]
                : random.nextGaussian() * Math.exp(random.nextGaussian() * 5));
      }
    }
    return values;
  }

  private Map<String, String> texts(List<Feature> features) {
    Map<String, String> values = new HashMap<>();
    for (Feature feature : features) {
      if (feature instanceof Feature.Id && random.nextInt(4) > 0) {
        values.put(feature.name(), oneOf(TEXTS));
      }
    }
    return values;
  }

  /** A click or an order, on any item. */
  Feedback feedback(int n, Instant time) {
    EventId id = new EventId("e" + n);
    ItemId item = item(random.nextInt(ITEMS));
    Optional<String> category =
        random.nextBoolean() ? Optional.empty() : Optional.of(oneOf(List.of("x", "y")));
    return random.nextBoolean()
        ? new Feedback.Click(id, user(), SESSION, time, Optional.empty(), item, category)
        : new Feedback.Order(id, user(), SESSION, time, Optional.empty(), item, category);
  }

  private static ItemId item(int i) {
    return new ItemId("i" + i);
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
