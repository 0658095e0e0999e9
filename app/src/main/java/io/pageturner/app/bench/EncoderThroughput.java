package io.pageturner.app.bench;

import com.sun.management.ThreadMXBean;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import io.pageturner.features.CandidateEncoder;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Encoder;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.PreprocessingLearner;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How many pages a second one core encodes, and the bytes allocated for each.
 *
 * <p>A page is a state of a full sequence and 100 candidates with all their features, names
 * interned and values as objects of their own, as a JSON parser makes them. There are so few pages
 * that they stay in the processor's cache, where a parser has just put them in serving. Seconds are
 * those of the thread's processor time, so that other work on the machine counts little.
 */
public final class EncoderThroughput {
  /** Candidates of a page. */
  public static final int CANDIDATES = 100;

  private static final int ITEMS = 20_000;
  private static final int PAGES = 8;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Random random = new Random(7);
  private final FeatureConfig config;
  private final Encoder encoder;
  private final Encoder rankers;
  private final List<Page> pages = new ArrayList<>();
  private long sum;

  private record Candidate(ItemId item, Map<String, Double> dense, Map<String, String> ids) {}

  private record Page(State state, List<Candidate> candidates) {}

  /** One measurement. */
  public record Round(double pagesPerSecond, double bytesPerPage) {}

  public EncoderThroughput(FeatureConfig config) {
    this.config = config;
    for (int i = 0; i < PAGES; i++) {
      pages.add(page());
    }
    PreprocessingLearner learner = new PreprocessingLearner(config, Duration.ofDays(7));
    for (Page page : pages) {
      learner.observe(page.state(), Instant.EPOCH);
    }
    this.encoder = new Encoder(config, learner.snapshot(), embeddings());
    // Ranking models see item embeddings only where a feature asks for them.
    this.rankers =
        config.candidatesNeedEmbeddings()
            ? encoder
            : encoder.with(ItemEmbeddings.none(config.sequenceDimension()));
  }

  /** Encodes for so many seconds of the thread's processor time. */
  public Round measure(double seconds) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long start = threads.getCurrentThreadCpuTime();
    long encoded = 0;
    while (threads.getCurrentThreadCpuTime() - start < seconds * NANOS_PER_SECOND) {
      pages.forEach(this::encode);
      encoded += PAGES;
    }
    double took = (threads.getCurrentThreadCpuTime() - start) / NANOS_PER_SECOND;
    double allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
    return new Round(encoded / took, allocated / encoded);
  }

  /** A number of all that was encoded: what is computed must be used. */
  public long sum() {
    return sum;
  }

  /** As serving does: the policy's state, then the ranker's candidates. */
  private void encode(Page page) {
    sum += encoder.encode(page.state()).ids().length;
    CandidateEncoder candidates = rankers.candidates(page.state());
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
