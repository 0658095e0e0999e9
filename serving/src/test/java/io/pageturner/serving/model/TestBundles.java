package io.pageturner.serving.model;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.NetworkSettings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleContent;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Lineage;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Small bundles for tests: L = 3, d = 2, two convolutions, S = 3, H = 2, one factor. */
public final class TestBundles {
  public static final String FEATURES =
      """
      version: 1
      sequence: {length: 3, dimension: 2}
      page:
        - {name: distance, kind: dense}
        - {name: entry, kind: id, rows: 10, dimension: 2}
        - {name: page_index, kind: dense, source: page-index}
        - {name: clicked, kind: binary-sequence, of: click, dimension: 2}
      candidate:
        - {name: price, kind: dense}
        - {name: category, kind: id, rows: 10, dimension: 2}
      network: {widths: [1, 2], filters: 2, state: 3, hidden: 2}
      """;

  public static final Exploration NONE = new Exploration(Exploration.Kind.GAUSSIAN, 0, 0);
  public static final Exploration GAUSSIAN = new Exploration(Exploration.Kind.GAUSSIAN, 0.2, 0);

  private TestBundles() {}

  public static FeatureConfig config() {
    return FeatureConfigParser.parse("test", FEATURES);
  }

  public static ItemEmbeddings embeddings() {
    Map<ItemId, float[]> vectors = new LinkedHashMap<>();
    vectors.put(new ItemId("i1"), new float[] {1, 2});
    vectors.put(new ItemId("i2"), new float[] {-1, 0.5f});
    return ItemEmbeddings.of(2, vectors);
  }

  /** Weights of every tensor that the actor needs, random by seed. */
  public static Weights weights(FeatureConfig config, int actions, long seed) {
    Random random = new Random(seed);
    NetworkSettings network = config.network();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    boolean convolution = network.pooling() == NetworkSettings.Pooling.CONVOLUTION;
    for (int i = 0; convolution && i < network.widths().size(); i++) {
      int width = network.widths().get(i);
      String name = "state_conv_" + i;
      put(tensors, random, name + "_kernel", width, config.sequenceDimension(), network.filters());
      put(tensors, random, name + "_bias", network.filters());
    }
    for (Feature.Embedded feature : config.pageEmbedded()) {
      put(
          tensors,
          random,
          "state_embedding_" + feature.name(),
          feature.rows(),
          feature.dimension());
    }
    put(tensors, random, "state_dense_kernel", config.stateInputSize(), network.state());
    put(tensors, random, "state_dense_bias", network.state());
    put(tensors, random, "actor_hidden_kernel", network.state(), network.hidden());
    put(tensors, random, "actor_hidden_bias", network.hidden());
    put(tensors, random, "actor_out_kernel", network.hidden(), actions);
    put(tensors, random, "actor_out_bias", actions);
    return Weights.of(tensors);
  }

  private static void put(Map<String, Tensor> tensors, Random random, String name, int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    tensors.put(name, new Tensor(shape, values));
  }

  public static BundleContent content(Weights weights, Exploration exploration) {
    return directory -> {
      Path home = Files.createDirectories(directory.resolve(Bundle.PAGETURNER_DIRECTORY));
      Files.writeString(home.resolve(BundleEncoder.FEATURES_FILE), FEATURES);
      PreprocessingJson.write(home.resolve(BundleEncoder.PREPROCESSING_FILE), Preprocessing.EMPTY);
      new PolicySpec("advantage-ddpg", ActionSpace.DEFAULT, exploration)
          .write(home.resolve(PolicySpec.FILE));
      Safetensors.write(home.resolve(Bundle.WEIGHTS_FILE), weights);
    };
  }

  public static Candidate candidate(long seed, Exploration exploration) {
    return candidate(content(weights(config(), 1, seed), exploration));
  }

  public static Candidate candidate(BundleContent content) {
    Instant then = Instant.parse("2026-03-02T09:59:30Z");
    Lineage lineage =
        new Lineage(
            then,
            "test",
            Optional.<ModelVersion>empty(),
            then.minusSeconds(60),
            then,
            100,
            1,
            config().hash(),
            "none",
            new TreeMap<>());
    return new Candidate("policy", lineage, content);
  }
}
