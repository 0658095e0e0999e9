package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.Sample;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.features.Preprocessing;
import io.pageturner.learning.feed.AdvantageDdpg;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.feed.PolicyLearner;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.ranking.RankingModels;
import io.pageturner.learning.ranking.RankingSettings;
import io.pageturner.learning.ranking.ScoredSample;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Lineage;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.serving.model.ActorNetwork;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RankerNetwork;
import io.pageturner.serving.model.ServedPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serving's own forward passes answer as TensorFlow's, on networks that have learned. */
class SameForwardPassTest {
  private static final int STATES = 64;
  private static final int ITEMS = 40;

  private final Random random = new Random(5);

  @ParameterizedTest
  @ValueSource(strings = {"convolution", "mean", "max", "sum"})
  void theActorAnswersAsTensorFlow(String pooling) {
    theActorAnswersAsTensorFlow(Algorithm.ADVANTAGE_DDPG, pooling);
  }

  @Test
  void aPolicyGradientsActorAnswersAsTensorFlow() {
    theActorAnswersAsTensorFlow(Algorithm.PPO, "convolution");
  }

  private void theActorAnswersAsTensorFlow(Algorithm algorithm, String pooling) {
    FeatureConfig config = config(pooling);
    ItemEmbeddings embeddings = embeddings(config.sequenceDimension());
    List<EncodedState> states = states(config, embeddings);
    try (PolicyLearner agent =
        algorithm.create(
            config, ActionSpace.DEFAULT, List.of("a"), PolicyLearnerSettings.DEFAULT, 3)) {
      learn(agent, config, embeddings, states);
      float[] trained = agent.unitActions(0, StateBatch.of(config, embeddings, states), STATES);
      ActorNetwork served = new ActorNetwork(config, agent.policyWeights(0), 1);
      double widest = 0;
      for (int i = 0; i < STATES; i++) {
        assertThat(served.unitAction(states.get(i), embeddings)[0])
            .isCloseTo(trained[i], within(1e-5));
        widest = Math.max(widest, Math.abs(trained[i] - trained[0]));
      }
      assertThat(widest).as("the network has learned to tell states apart").isGreaterThan(0.001);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"DQN", "DUELING_DQN"})
  void aDiscreteActorAnswersAsTensorFlow(Algorithm algorithm) {
    FeatureConfig config = config("convolution");
    ItemEmbeddings embeddings = embeddings(config.sequenceDimension());
    List<EncodedState> states = states(config, embeddings);
    ActionSpace grid = ActionSpace.DEFAULT.onGrid(List.of(0.25, 0.5, 0.71, 1.0, 1.41, 2.0, 4.0));
    try (PolicyLearner agent =
        algorithm.create(config, grid, List.of("a"), PolicyLearnerSettings.DEFAULT, 3)) {
      learn(agent, config, embeddings, states);
      float[] trained = agent.unitActions(0, StateBatch.of(config, embeddings, states), STATES);
      ActorNetwork served = ActorNetwork.of(config, agent.policyWeights(0), grid);
      Set<Double> taken = new HashSet<>();
      for (int i = 0; i < STATES; i++) {
        double unit = served.unitAction(states.get(i), embeddings)[0];
        assertThat((float) unit).isEqualTo(trained[i]);
        taken.add(unit);
      }
      assertThat(taken).as("the network has learned to tell states apart").hasSizeGreaterThan(1);
    }
  }

  @Test
  void aBundleWithAGrowingTableAnswersAsTensorFlow(@TempDir Path directory) throws IOException {
    FeatureConfig config =
        FeatureConfigParser.parse(
            "test",
            """
            sequence: {length: 6, dimension: 5}
            page:
              - {name: distance, kind: dense}
              - {name: since, kind: gap, bounds: [1m, 1h, 1d]}
              - {name: shop, kind: id, rows: 70, dimension: 3, growing: true}
            network: {widths: [2, 3], filters: 7, state: 24, hidden: 6}
            """);
    ItemEmbeddings embeddings = embeddings(config.sequenceDimension());
    Map<String, Integer> shops = new HashMap<>();
    IntStream.range(0, 500).forEach(i -> shops.put("shop-" + i, i + 2));
    Preprocessing preprocessing = new Preprocessing(Map.of(), Map.of("shop", shops));
    Encoder encoder = new Encoder(config, preprocessing, embeddings);
    List<State> pages = Stream.generate(() -> withShop(state())).limit(STATES).toList();
    List<EncodedState> states = pages.stream().map(encoder::encode).toList();
    try (AdvantageDdpg agent =
        new AdvantageDdpg(
            config, ActionSpace.DEFAULT, List.of("a"), PolicyLearnerSettings.DEFAULT, 3)) {
      agent.tables().grow("shop", preprocessing.tableRows("shop"));
      learn(agent, config, embeddings, states);
      float[] trained = agent.unitActions(0, StateBatch.of(config, embeddings, states), STATES);
      Exploration none = new Exploration(Exploration.Kind.GAUSSIAN, 0, 0);
      PolicySpec spec = new PolicySpec(AdvantageDdpg.NAME, ActionSpace.DEFAULT, none);
      Bundle bundle =
          new BundleStore(directory)
              .add(
                  new Candidate(
                      "policy",
                      lineage(config),
                      new PolicyContent(config, preprocessing, spec, agent.policyWeights(0))));
      ServedPolicy served = new PolicyLoader(ItemLookup.always(embeddings)).load(bundle);
      for (int i = 0; i < STATES; i++) {
        assertThat(served.unitAction(pages.get(i))[0]).isCloseTo(trained[i], within(1e-5));
      }
    }
  }

  private static Lineage lineage(FeatureConfig config) {
    return new Lineage(
        Instant.EPOCH,
        "test",
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        30L * STATES,
        3,
        config.hash(),
        "none",
        new TreeMap<>());
  }

  private State withShop(State state) {
    Map<String, String> ids = new HashMap<>(state.ids());
    ids.put("shop", "shop-" + random.nextInt(600)); // Some are new.
    return new State(state.recentItems(), state.dense(), ids);
  }

  @Test
  void theRankersAnswerAsTensorFlow() {
    FeatureConfig config = config("convolution");
    ItemEmbeddings embeddings = embeddings(config.sequenceDimension());
    List<Sample> samples = IntStream.range(0, 40).boxed().flatMap(this::page).toList();
    try (RankingModels models = new RankingModels(config, embeddings, RankingSettings.DEFAULT)) {
      models.train(samples, 4);
      RankerNetwork click = new RankerNetwork(config, models.weights(), "click");
      Encoder encoder = models.encoder();
      for (ScoredSample scored : models.score(samples)) {
        ShownItem item = scored.sample().shown();
        State state = scored.sample().decision().state();
        double served =
            click.score(encoder.encode(state, item.item(), item.dense(), item.ids()), embeddings);
        assertThat(served).isCloseTo(scored.scores().click(), within(1e-5));
      }
      Tensor crossed = models.weights().tensor("click_wide_cross.since_x_category");
      assertThat(IntStream.range(0, crossed.size()).mapToDouble(crossed::value))
          .as("the cross has learned")
          .anyMatch(weight -> Math.abs(weight) > 0.001);
    }
  }

  /** Clicked is what is cheap and of the first category. */
  private Stream<Sample> page(int number) {
    List<ShownItem> items = new ArrayList<>();
    List<ItemOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double price = random.nextGaussian();
      Map<String, String> ids = Map.of("category", "c" + i % 3);
      ItemId item = new ItemId("i" + i);
      items.add(new ShownItem(item, i, new double[0], Map.of("price", price), ids));
      int clicks = price < 0 && i % 3 == 0 ? 1 : 0;
      outcomes.add(new ItemOutcome(clicks, 0, Duration.ZERO));
    }
    Decision decision =
        new Decision(
            new PageId("p" + number),
            new UserId("u"),
            new SessionId("s"),
            number,
            Instant.EPOCH,
            BucketName.BASELINE,
            "baseline",
            ModelVersion.NONE,
            ActionSpace.DEFAULT.neutral(),
            1,
            state(),
            items,
            items.size());
    return new JoinedPage(decision, outcomes, false, Instant.EPOCH).samples().stream();
  }

  private void learn(
      PolicyLearner agent,
      FeatureConfig config,
      ItemEmbeddings embeddings,
      List<EncodedState> states) {
    for (int step = 0; step < 30; step++) {
      TransitionBatch batch = new TransitionBatch(config, embeddings, 1, 1, STATES);
      for (EncodedState state : states) {
        float unit = random.nextFloat() * 2 - 1;
        float reward = unit * state.dense()[0];
        batch.add(
            new EncodedTransition(state, new float[] {unit}, reward, Optional.empty(), 0, 0.5f));
      }
      batch.explore(0, 0.5);
      agent.update(batch);
    }
  }

  private List<EncodedState> states(FeatureConfig config, ItemEmbeddings embeddings) {
    Encoder encoder = new Encoder(config, Preprocessing.EMPTY, embeddings);
    return Stream.generate(() -> encoder.encode(state())).limit(STATES).toList();
  }

  private State state() {
    List<ItemId> recent =
        IntStream.range(0, random.nextInt(9))
            .mapToObj(i -> new ItemId("i" + random.nextInt(ITEMS + 5)))
            .toList();
    return new State(
        recent,
        Map.of("distance", random.nextGaussian()),
        Map.of("since", Integer.toString(random.nextInt(4))));
  }

  private ItemEmbeddings embeddings(int dimension) {
    Map<ItemId, float[]> vectors = new HashMap<>();
    for (int i = 0; i < ITEMS; i++) {
      float[] vector = new float[dimension];
      for (int k = 0; k < dimension; k++) {
        vector[k] = (float) random.nextGaussian();
      }
      vectors.put(new ItemId("i" + i), vector);
    }
    return ItemEmbeddings.of(dimension, vectors);
  }

  private static FeatureConfig config(String pooling) {
    return FeatureConfigParser.parse(
        "test",
        """
        sequence: {length: 6, dimension: 5}
        page:
          - {name: distance, kind: dense}
          - {name: since, kind: gap, bounds: [1m, 1h, 1d]}
          - {name: near, kind: dense, transform: bucket, bounds: [-1, 0, 1], missing: 0}
        candidate:
          - {name: price, kind: dense, transform: log}
          - {name: category, kind: id, rows: 10}
          - {name: alike, kind: similarity}
        crosses:
          - {of: [since, category]}
        network: {pooling: %s, widths: [2, 3], filters: 7, state: 24, hidden: 6}
        """
            .formatted(pooling));
  }
}
