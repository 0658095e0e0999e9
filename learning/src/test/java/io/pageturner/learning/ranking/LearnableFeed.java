package io.pageturner.learning.ranking;

import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Sample;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small feed whose click and order probabilities are known: what a ranker can learn at best.
 *
 * <p>Clicks depend on the price, the item's embedding and on whether the item's category is the one
 * that the page's device likes (a product of two features); orders on the category alone.
 */
final class LearnableFeed {
  static final FeatureConfig CONFIG =
      FeatureConfigParser.parse(
          "learnable feed",
          """
          version: 1
          sequence: {length: 5, dimension: 4}
          page:
            - {name: load, kind: dense}
            - {name: category, kind: id, rows: 6, dimension: 2}
          candidate:
            - {name: price, kind: dense}
            - {name: touches, kind: touches}
            - {name: category, kind: id, rows: 8, dimension: 3}
          """);

  /** Both sections have a feature called category: a candidate's is told by its prefix. */
  static final List<String> ID_FEATURES = List.of("category", "candidate.category");

  private static final int ITEMS = 50;
  private static final int CATEGORIES = 3;
  private static final int ITEMS_PER_PAGE = 8;

  final ItemEmbeddings embeddings;
  private final Random random;
  private final Map<ItemId, float[]> vectors = new LinkedHashMap<>();
  private int pages;

  LearnableFeed(long seed) {
    random = new Random(seed);
    Random ofItems = new Random(99); // Every feed shows the same items.
    for (int i = 0; i < ITEMS; i++) {
      float[] vector = new float[CONFIG.sequenceDimension()];
      for (int k = 0; k < vector.length; k++) {
        vector[k] = (float) ofItems.nextGaussian();
      }
      vectors.put(new ItemId("i" + i), vector);
    }
    embeddings = ItemEmbeddings.of(CONFIG.sequenceDimension(), vectors);
  }

  /** A sample with its true probabilities. */
  record Known(Sample sample, RankingScores truth) {}

  List<Known> pages(int count) {
    List<Known> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.addAll(page());
    }
    return all;
  }

  /** Joined pages, as the stream brings them. */
  List<JoinedPage> joined(int count) {
    List<JoinedPage> joined = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      joined.add(joined(samples(page())));
    }
    return joined;
  }

  /** The page of all its samples. */
  static JoinedPage joined(List<Sample> samples) {
    List<ItemOutcome> outcomes = samples.stream().map(Sample::outcome).toList();
    return new JoinedPage(samples.get(0).decision(), outcomes, false, Instant.EPOCH);
  }

  static List<Sample> samples(List<Known> known) {
    return known.stream().map(Known::sample).toList();
  }

  private List<Known> page() {
    int liked = random.nextInt(CATEGORIES);
    State state =
        new State(
            List.of(), Map.of("load", random.nextGaussian()), Map.of("category", "c" + liked));
    List<ShownItem> items = new ArrayList<>();
    List<ItemOutcome> outcomes = new ArrayList<>();
    List<RankingScores> truths = new ArrayList<>();
    int first = random.nextInt(ITEMS);
    for (int i = 0; i < ITEMS_PER_PAGE; i++) {
      ItemId item = new ItemId("i" + (first + i) % ITEMS);
      int category = random.nextInt(CATEGORIES);
      double price = 20 + 5 * random.nextGaussian();
      RankingScores truth = truth(item, category == liked, category, (price - 20) / 5);
      items.add(
          new ShownItem(
              item, i, new double[0], Map.of("price", price), Map.of("category", "c" + category)));
      outcomes.add(outcome(truth));
      truths.add(truth);
    }
    Decision decision = TestPages.decision("p" + pages++, state, items);
    List<Sample> samples = TestPages.samples(decision, outcomes);
    List<Known> known = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      known.add(new Known(samples.get(i), truths.get(i)));
    }
    return known;
  }

  private RankingScores truth(ItemId item, boolean liked, int category, double price) {
    double click = -2 - 0.8 * price + 0.7 * vectors.get(item)[0] + (liked ? 1.5 : 0);
    double order = -3 + category;
    return new RankingScores(sigmoid(click), sigmoid(order));
  }

  private ItemOutcome outcome(RankingScores truth) {
    int clicks = random.nextDouble() < truth.click() ? 1 : 0;
    int orders = random.nextDouble() < truth.order() ? 1 : 0;
    return new ItemOutcome(clicks, orders, Duration.ZERO);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
