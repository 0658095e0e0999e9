package io.pageturner.features;

import com.sun.management.ThreadMXBean;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints how many pages a second are encoded on one core, and the bytes allocated for each; run by
 * hand: {@code java -cp … io.pageturner.features.EncoderThroughput features.yaml [seconds]}.
 *
 * <p>A page is a state of a full sequence and 100 candidates with all their features, names
 * interned and values as objects of their own, as a JSON parser makes them. There are so few pages
 * that they stay in the processor's cache, where a parser has just put them in serving. Seconds are
 * those of the thread's processor time, so that other work on the machine counts little.
 */
final class EncoderThroughput {
  private static final int ITEMS = 20_000;
  private static final int CANDIDATES = 100;
  private static final int PAGES = 8;
  private static final int ROUNDS = 8;

  private final Random random = new Random(7);
  private final FeatureConfig config;
  private final Encoder encoder;
  private final List<Page> pages = new ArrayList<>();
  private long sum;

  private record Candidate(ItemId item, Map<String, Double> dense, Map<String, String> ids) {}

  private record Page(State state, List<Candidate> candidates) {}

  private EncoderThroughput(FeatureConfig config) {
    this.config = config;
    for (int i = 0; i < PAGES; i++) {
      pages.add(page());
    }
    PreprocessingLearner learner = new PreprocessingLearner(config, Duration.ofDays(7));
    for (Page page : pages) {
      learner.observe(page.state(), Instant.EPOCH);
    }
    this.encoder = new Encoder(config, learner.snapshot(), embeddings());
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    new EncoderThroughput(FeatureConfigParser.read(file)).run(seconds);
  }

  private void run(int seconds) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    System.out.printf("%12s %14s %16s%n", "pages/s", "bytes/page", "bytes/candidate");
    for (int round = 0; round < ROUNDS; round++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      long encoded = 0;
      while (threads.getCurrentThreadCpuTime() - start < seconds * 1_000_000_000L / ROUNDS) {
        pages.forEach(this::encode);
        encoded += PAGES;
      }
      double time = (threads.getCurrentThreadCpuTime() - start) / 1e9;
      double perPage = (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / encoded;
      System.out.printf("%,12.0f %,14.0f %,16.0f%n", encoded / time, perPage, perPage / CANDIDATES);
    }
    System.out.println("(" + sum + ")"); // What is encoded must be used.
  }

  /** As serving does: the policy's state, then the ranker's candidates. */
  private void encode(Page page) {
    sum += encoder.encode(page.state()).ids().length;
    CandidateEncoder candidates = encoder.candidates(page.state());
    for (Candidate candidate : page.candidates()) {
      EncodedCandidate encoded =
          candidates.encode(candidate.item(), candidate.dense(), candidate.ids());
      sum += encoded.item() + encoded.ids().length;
    }
  }

  private Page page() {
    List<ItemId> recent =
        IntStream.range(0, config.sequenceLength()).mapToObj(i -> item()).toList();
    return new Page(
        new State(recent, numbers(config.page()), texts(config.page())),
        IntStream.range(0, CANDIDATES)
            .mapToObj(
                i -> new Candidate(item(), numbers(config.candidate()), texts(config.candidate())))
            .toList());
  }

  private Map<String, Double> numbers(List<Feature> features) {
    Map<String, Double> values = new HashMap<>();
    for (Feature feature : features) {
      if (feature.isNumber()) {
        values.put(feature.name().intern(), random.nextGaussian() * 10);
      }
    }
    return values;
  }

  private Map<String, String> texts(List<Feature> features) {
    Map<String, String> values = new HashMap<>();
    for (Feature feature : features) {
      if (!feature.isNumber()) {
        values.put(feature.name().intern(), own(Integer.toString(random.nextInt(30))));
      }
    }
    return values;
  }

  private ItemId item() {
    return new ItemId("item-" + random.nextInt(ITEMS));
  }

  private ItemEmbeddings embeddings() {
    Map<ItemId, float[]> vectors = new HashMap<>();
    for (int i = 0; i < ITEMS; i++) {
      float[] vector = new float[config.sequenceDimension()];
      for (int k = 0; k < vector.length; k++) {
        vector[k] = (float) random.nextGaussian();
      }
      vectors.put(new ItemId("item-" + i), vector);
    }
    return ItemEmbeddings.of(config.sequenceDimension(), vectors);
  }

  /** An equal text that is not the same object. */
  private static String own(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
