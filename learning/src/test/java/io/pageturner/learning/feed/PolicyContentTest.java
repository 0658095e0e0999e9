package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.features.ZScore;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class PolicyContentTest {
  private static final int STATES = 30;
  private static final ActionSpace SPACE = new ActionSpace(1, 0.5, 4);

  private final SplitMix64 random = new SplitMix64(17);
  private FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<EncodedState> states =
      Stream.generate(() -> Fixtures.state(config, random)).limit(STATES).toList();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"convolution", "mean", "max", "sum"})
  void theSavedModelAnswersAsTheTrainingGraph(String pooling) throws Exception {
    config = Fixtures.smallConfig(pooling);
    Weights weights;
    float[] trained;
    try (AdvantageDdpg agent = agent()) {
      agent.restore(Fixtures.shaken(agent.snapshot(), random));
      weights = agent.policyWeights(0);
      trained = agent.unitActions(0, StateBatch.of(config, embeddings, states), STATES);
    }
    content(weights).writeTo(directory);
    try (SavedModelBundle model = SavedModelBundle.load(directory.toString(), "serve")) {
      float[][] served = call(model);
      for (int i = 0; i < STATES; i++) {
        assertThat(served[0][i]).isCloseTo(trained[i], within(1e-6f));
        assertThat((double) served[1][i]).isCloseTo(SPACE.fromUnit(trained[i]), within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DQN", "DOUBLE_DQN", "DUELING_DQN"})
  void aDiscreteAgentsSavedModelAnswersWithThePointsOfItsGrid(Algorithm algorithm)
      throws Exception {
    ActionSpace grid = SPACE.onGrid(List.of(0.5, 0.71, 1.0, 1.41, 4.0));
    float[] trained;
    try (PolicyLearner agent =
        algorithm.create(config, grid, List.of("agent"), PolicyLearnerSettings.DEFAULT, 5)) {
      agent.restore(Fixtures.shaken(agent.snapshot(), random));
      trained = agent.unitActions(0, StateBatch.of(config, embeddings, states), STATES);
      PolicySpec spec =
          new PolicySpec(
              algorithm.label(),
              grid,
              new PolicySpec.Exploration(PolicySpec.Exploration.Kind.EPSILON_GREEDY, 0.1, 0));
      new PolicyContent(config, Preprocessing.EMPTY, spec, agent.policyWeights(0))
          .writeTo(directory);
    }
    try (SavedModelBundle model = SavedModelBundle.load(directory.toString(), "serve")) {
      float[][] served = call(model);
      assertThat(served[0]).isEqualTo(trained);
      for (int i = 0; i < STATES; i++) {
        float action = served[1][i];
        assertThat(grid.grid()).anyMatch(factor -> factor.floatValue() == action);
        assertThat(served[0][i]).isCloseTo((float) grid.toUnit(served[1][i]), within(1e-6f));
      }
    }
  }

  /**
   * Argmax knows no order among numbers that are none; the version must fail, as any other does.
   */
  @Test
  void aDiscreteSavedModelWhoseOutputIsNoNumberDoesNotAnswer() throws Exception {
    ActionSpace grid = SPACE.onGrid(List.of(0.5, 1.0, 4.0));
    try (PolicyLearner agent =
        Algorithm.DQN.create(config, grid, List.of("agent"), PolicyLearnerSettings.DEFAULT, 5)) {
      Map<String, io.pageturner.lifecycle.Tensor> weights =
          new LinkedHashMap<>(agent.policyWeights(0).asMap());
      weights.put(
          "actor_out_bias",
          new io.pageturner.lifecycle.Tensor(new int[] {3}, new float[] {0, Float.NaN, 1}));
      PolicySpec spec =
          new PolicySpec(
              "dqn",
              grid,
              new PolicySpec.Exploration(PolicySpec.Exploration.Kind.EPSILON_GREEDY, 0.1, 0));
      new PolicyContent(config, Preprocessing.EMPTY, spec, Weights.of(weights)).writeTo(directory);
    }
    try (SavedModelBundle model = SavedModelBundle.load(directory.toString(), "serve")) {
      assertThatThrownBy(() -> call(model)).hasMessageContaining("the actor's output");
    }
  }

  @Test
  void theSavedModelHoldsAGrowingTableWhole() throws Exception {
    FeatureConfig growing = Fixtures.growingConfig();
    List<EncodedState> many = new ArrayList<>();
    for (int i = 0; i < STATES; i++) {
      EncodedState state = states.get(i);
      many.add(new EncodedState(state.items(), state.dense(), new int[] {7 * i, state.ids()[1]}));
    }
    Weights weights;
    float[] trained = new float[STATES];
    try (AdvantageDdpg agent =
        new AdvantageDdpg(growing, SPACE, List.of("agent"), PolicyLearnerSettings.DEFAULT, 5)) {
      agent.tables().grow("intent", 7 * STATES);
      agent.restore(Fixtures.shaken(agent.snapshot(), random));
      weights = agent.policyWeights(0);
      for (int i = 0; i < STATES; i++) { // One by one: there are but six rows in the graph.
        StateBatch one = StateBatch.of(growing, embeddings, many.subList(i, i + 1));
        trained[i] = agent.unitActions(0, one, 1)[0];
      }
    }
    PolicySpec spec = content(weights).spec();
    new PolicyContent(growing, Preprocessing.EMPTY, spec, weights).writeTo(directory);
    try (SavedModelBundle model = SavedModelBundle.load(directory.toString(), "serve")) {
      assertThat(call(model, many)[0]).containsExactly(trained, within(1e-6f));
    }
  }

  @Test
  void theBundlesOwnFilesSayWhatServingNeeds() throws Exception {
    Weights weights;
    try (AdvantageDdpg agent = agent()) {
      agent.restore(Fixtures.shaken(agent.snapshot(), random));
      weights = agent.policyWeights(0);
      content(weights).writeTo(directory);
      Path own = directory.resolve("assets.extra/pageturner");
      assertThat(FeatureConfigParser.read(own.resolve("features.yaml"))).isEqualTo(config);
      assertThat(PreprocessingJson.read(own.resolve("preprocessing.json")))
          .isEqualTo(content(weights).preprocessing());
      assertThat(PolicySpec.read(own.resolve("policy.json"))).isEqualTo(content(weights).spec());
      Weights read = Safetensors.read(own.resolve("weights.safetensors"));
      assertThat(read).isEqualTo(weights);
      assertThat(read.names())
          .containsExactlyInAnyOrder(
              "state_conv_0_kernel",
              "state_conv_0_bias",
              "state_conv_1_kernel",
              "state_conv_1_bias",
              "state_embedding_intent",
              "state_embedding_changed",
              "state_dense_kernel",
              "state_dense_bias",
              "actor_hidden_kernel",
              "actor_hidden_bias",
              "actor_out_kernel",
              "actor_out_bias");
      assertThat(read.tensor("state_conv_1_kernel").shape()).containsExactly(2, 3, 2);
      ReferenceNetwork plain = new ReferenceNetwork(config, embeddings, read);
      float[] trained = agent.unitActions(0, StateBatch.of(config, embeddings, states), STATES);
      for (int i = 0; i < STATES; i++) {
        double unit = Math.tanh(plain.head("actor", plain.embed(states.get(i)))[0]);
        assertThat(unit).isCloseTo(trained[i], within(1e-5));
      }
    }
  }

  @Test
  void anUntrainedPolicyTakesTheTeamsOwnRanking() throws Exception {
    try (AdvantageDdpg agent = agent()) {
      content(agent.policyWeights(0)).writeTo(directory);
    }
    try (SavedModelBundle model = SavedModelBundle.load(directory.toString(), "serve")) {
      for (float action : call(model)[1]) {
        assertThat(action).isCloseTo(1f, within(1e-5f));
      }
    }
  }

  private AdvantageDdpg agent() {
    return new AdvantageDdpg(config, SPACE, List.of("agent"), PolicyLearnerSettings.DEFAULT, 5);
  }

  private PolicyContent content(Weights weights) {
    Preprocessing preprocessing =
        new Preprocessing(
            Map.of("distance", new ZScore(1.5, 0.5)), Map.of("intent", Map.of("buy", 2)));
    PolicySpec spec =
        new PolicySpec(
            AdvantageDdpg.NAME,
            SPACE,
            new PolicySpec.Exploration(PolicySpec.Exploration.Kind.GAUSSIAN, 0.25, 0));
    return new PolicyContent(config, preprocessing, spec, weights);
  }

  /** unit_action and action of the states, fed by hand. */
  private float[][] call(SavedModelBundle model) {
    return call(model, states);
  }

  private float[][] call(SavedModelBundle model, List<EncodedState> of) {
    int length = config.sequenceLength();
    int d = config.sequenceDimension();
    float[] items = new float[STATES * length * d];
    float[] mask = new float[STATES * length];
    float[] dense = new float[STATES];
    int[] ids = new int[STATES * 2];
    for (int i = 0; i < STATES; i++) {
      of.get(i).fillItems(embeddings, items, i * length * d, mask, i * length);
      dense[i] = of.get(i).dense()[0];
      System.arraycopy(of.get(i).ids(), 0, ids, i * 2, 2);
    }
    try (TFloat32 itemInput = floats(items, STATES, length, d);
        TFloat32 maskInput = floats(mask, STATES, length);
        TFloat32 denseInput = floats(dense, STATES, 1);
        TInt32 idInput = TInt32.tensorOf(Shape.of(STATES, 2), DataBuffers.of(ids));
        Result result =
            model
                .function("serving_default")
                .call(
                    Map.<String, Tensor>of(
                        "items",
                        itemInput,
                        "mask",
                        maskInput,
                        "dense",
                        denseInput,
                        "ids",
                        idInput))) {
      return new float[][] {
        read(result.get("unit_action").orElseThrow()), read(result.get("action").orElseThrow())
      };
    }
  }

  private static TFloat32 floats(float[] values, long... shape) {
    return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values));
  }

  private static float[] read(Tensor tensor) {
    float[] values = new float[STATES];
    ((TFloat32) tensor).copyTo(DataBuffers.of(values, false, false));
    return values;
  }
}
