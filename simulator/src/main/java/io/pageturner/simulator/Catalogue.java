package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The items of a world, by id and by category. */
final class Catalogue {
  /** Purposes in the keys of random streams. */
  private static final long ITEMS = 1;

  private static final long EMBEDDINGS = 2;

  private final CatalogueSettings settings;
  private final float[][] centres; // [categories, taste]
  private final List<Item> items = new ArrayList<>();
  private final Map<ItemId, Item> byId = new HashMap<>();
  private final List<List<Item>> byCategory = new ArrayList<>();

  Catalogue(CatalogueSettings settings, long seed) {
    this.settings = settings;
    RandomGenerator random = Randomness.stream(seed, ITEMS);
    centres = new float[settings.categories()][];
    for (int c = 0; c < centres.length; c++) {
      centres[c] = direction(random, settings.tasteSize());
      byCategory.add(new ArrayList<>());
    }
    for (int i = 0; i < settings.items(); i++) {
      // The first ones go round so that no category is empty.
      int category = i < centres.length ? i : random.nextInt(centres.length);
      add(draw(new ItemId("i" + i), category, random));
    }
  }

  private Item draw(ItemId id, int category, RandomGenerator random) {
    double conflict = settings.conflict();
    double appeal = random.nextGaussian();
    double value = -conflict * appeal + Math.sqrt(1 - conflict * conflict) * random.nextGaussian();
    float[] taste = near(centres[category], settings.spread(), random);
    double price = 8 * (1 + category % 4) * Math.exp(-0.25 * value + 0.25 * random.nextGaussian());
    return new Item(id, category, taste, appeal, value, Math.round(price * 100) / 100.0);
  }

  private void add(Item item) {
    items.add(item);
    byId.put(item.id(), item);
    byCategory.get(item.category()).add(item);
  }

  Item item(ItemId id) {
    Item item = byId.get(id);
    if (item == null) {
      throw new IllegalArgumentException("item " + id + " is not in the catalogue");
    }
    return item;
  }

  List<Item> items() {
    return items;
  }

  List<Item> ofCategory(int category) {
    return byCategory.get(category);
  }

  /** The categories, nearest to the taste first. */
  int[] nearest(float[] taste) {
    return IntStream.range(0, centres.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -dot(taste, centres[c])))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  float[] centre(int category) {
    return centres[category];
  }

  /**
   * What the team's own embedding training came up with: a noisy random projection of taste,
   * category, appeal and value, {@code embeddingSize} floats an item.
   */
  Map<ItemId, float[]> embeddings(long seed) {
    RandomGenerator random = Randomness.stream(seed, EMBEDDINGS);
    int traits = settings.tasteSize() + settings.categories() + 2;
    float[][] projection = new float[settings.embeddingSize()][]; // [embedding, traits]
    for (int row = 0; row < projection.length; row++) {
      projection[row] = direction(random, traits);
    }
    Map<ItemId, float[]> embeddings = new HashMap<>();
    for (Item item : items) {
      embeddings.put(item.id(), project(projection, traits(item, traits), random));
    }
    return embeddings;
  }

  private float[] traits(Item item, int size) {
    float[] traits = Arrays.copyOf(item.taste(), size);
    traits[settings.tasteSize() + item.category()] = 1;
    traits[size - 2] = (float) item.appeal();
    traits[size - 1] = (float) item.value();
    return traits;
  }

  private float[] project(float[][] projection, float[] traits, RandomGenerator random) {
    float[] embedding = new float[projection.length];
    for (int row = 0; row < embedding.length; row++) {
      double noise = settings.embeddingNoise() * random.nextGaussian();
      embedding[row] = (float) (dot(projection[row], traits) + noise);
    }
    return embedding;
  }

  /** A unit vector at {@code spread} from another one. */
  static float[] near(float[] centre, double spread, RandomGenerator random) {
    float[] away = direction(random, centre.length);
    for (int i = 0; i < away.length; i++) {
      away[i] = (float) (centre[i] + spread * away[i]);
    }
    return normalise(away);
  }

  private static float[] direction(RandomGenerator random, int size) {
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return normalise(vector);
  }

  static float[] normalise(float[] vector) {
    float length = (float) Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
