package io.pageturner.app.bench;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ItemId;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.feed.AdvantageDdpg;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.Replay;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast the feed's agent learns from states drawn at random: a sample is drawn from the replay,
 * fed and taken a step of V, A and μ on. One thread.
 *
 * @param config features and network
 * @param sampling how the replay is drawn from
 */
public record TrainingSpeed(FeatureConfig config, Sampling sampling) {
  private static final int TRANSITIONS = 20_000;
  private static final int ITEMS = 2_000;
  private static final double NANOS = 1e9;

  /**
   * What was measured.
   *
   * @param batch samples of a step
   * @param perCpuSecond samples per second of the thread's processor time
   * @param perSecond samples per second
   */
  public record Speed(int batch, double perCpuSecond, double perSecond) {}

  /** Trains for {@code time} to warm up and once more to measure. */
  public Speed measure(int batchSize, Duration time) {
    SplitMix64 random = new SplitMix64(1);
    ItemEmbeddings embeddings = embeddings(random);
    Replay replay = new Replay(config, 1, TRANSITIONS, sampling);
    for (int i = 0; i < TRANSITIONS; i++) {
      replay.add(transition(i, random));
    }
    TransitionBatch batch = new TransitionBatch(config, embeddings, 1, 1, batchSize);
    try (AdvantageDdpg agent =
        new AdvantageDdpg(
            config,
            ActionSpace.DEFAULT,
            List.of(AdvantageDdpg.NAME),
            PolicyLearnerSettings.DEFAULT,
            1)) {
      train(agent, replay, batch, random, time);
      return train(agent, replay, batch, random, time);
    }
  }

  private static Speed train(
      AdvantageDdpg agent, Replay replay, TransitionBatch batch, SplitMix64 random, Duration time) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    long samples = 0;
    while (System.nanoTime() - start < time.toNanos()) {
      replay.sample(random, batch);
      agent.update(batch);
      replay.learned(batch);
      samples += batch.size();
    }
    return new Speed(
        batch.size(),
        samples * NANOS / (threads.getCurrentThreadCpuTime() - cpu),
        samples * NANOS / (System.nanoTime() - start));
  }

  private EncodedTransition transition(int i, SplitMix64 random) {
    boolean last = i % 5 == 0;
    return new EncodedTransition(
        state(random),
        new float[] {random.nextFloat(-1, 1)},
        (float) random.nextGaussian(),
        last ? Optional.empty() : Optional.of(state(random)),
        i % 2 == 0 ? 0 : EncodedTransition.NO_AGENT);
  }

  private EncodedState state(SplitMix64 random) {
    int[] items = new int[config.sequenceLength()];
    int known = random.nextInt(items.length + 1);
    Arrays.fill(items, EncodedState.PADDING);
    for (int t = items.length - known; t < items.length; t++) {
      items[t] = random.nextInt(ITEMS + 1);
    }
    List<Feature.Embedded> embedded = config.pageEmbedded();
    int[] ids = embedded.stream().mapToInt(each -> random.nextInt(each.rows())).toArray();
    return new EncodedState(items, gaussians(config.pageNumeric().size(), random), ids);
  }

  private ItemEmbeddings embeddings(SplitMix64 random) {
    Map<ItemId, float[]> byItem = new LinkedHashMap<>();
    for (int i = 0; i < ITEMS; i++) {
      byItem.put(new ItemId("item" + i), gaussians(config.sequenceDimension(), random));
    }
    return ItemEmbeddings.of(config.sequenceDimension(), byItem);
  }

  private static float[] gaussians(int size, SplitMix64 random) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
