package io.pageturner.learning.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateNetworkTest {
  private final SplitMix64 random = new SplitMix64(3);

  @ParameterizedTest
  @ValueSource(strings = {"convolution", "mean", "max", "sum"})
  void everyPoolingEqualsThePlainLoops(String pooling) {
    FeatureConfig config = Fixtures.smallConfig(pooling);
    ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
    List<EncodedState> states =
        Stream.generate(() -> Fixtures.state(config, random)).limit(40).toList();
    try (Computation computation = new Computation()) {
      Parameters parameters = new Parameters(computation);
      NetworkInputs inputs = NetworkInputs.create(computation.tf(), "", config);
      StateNetwork network = new StateNetwork(computation.tf(), parameters, config, random);
      var s = network.apply(inputs);
      parameters.initialise();
      ReferenceNetwork reference = new ReferenceNetwork(config, embeddings, weights(parameters));
      try (Run run = computation.run()) {
        StateBatch.of(config, embeddings, states).feed(run, inputs, states.size());
        float[] found = run.fetch(s).floats()[0];
        for (int i = 0; i < states.size(); i++) {
          double[] expected = reference.embed(states.get(i));
          for (int k = 0; k < expected.length; k++) {
            assertThat((double) found[i * expected.length + k])
                .isCloseTo(expected[k], within(1e-5));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"convolution", "mean", "max", "sum"})
  void whatStandsInAStepThatDidNotHappenNeverMatters(String pooling) {
    FeatureConfig config = Fixtures.smallConfig(pooling);
    int length = config.sequenceLength();
    int d = config.sequenceDimension();
    int states = 1 << length; // every mask once
    float[] items = new float[states * length * d];
    float[] mask = new float[states * length];
    for (int i = 0; i < items.length; i++) {
      items[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < mask.length; i++) {
      int state = i / length;
      int step = i % length;
      mask[i] = (state >> step) & 1;
    }
    float[] filled = items.clone();
    for (int i = 0; i < items.length; i++) {
      filled[i] = mask[i / d] == 0 ? 1_000 * (float) random.nextGaussian() : items[i];
      items[i] *= mask[i / d];
    }
    try (Computation computation = new Computation()) {
      Parameters parameters = new Parameters(computation);
      NetworkInputs inputs = NetworkInputs.create(computation.tf(), "", config);
      var s = new StateNetwork(computation.tf(), parameters, config, random).apply(inputs);
      parameters.initialise();
      float[][] found = new float[2][];
      for (int k = 0; k < 2; k++) {
        try (Run run = computation.run()) {
          run.feed(inputs.items(), k == 0 ? items : filled, states, length, d);
          run.feed(inputs.mask(), mask, states, length);
          run.feed(inputs.dense(), new float[states], states, 1);
          run.feed(inputs.ids(), new int[states * 2], states, 2);
          found[k] = run.fetch(s).floats()[0];
        }
      }
      assertThat(found[1]).containsExactly(found[0], within(1e-6f));
    }
  }

  @Test
  void aNetworkOfTheItemMatrixAloneWorks() {
    FeatureConfig config =
        FeatureConfigParser.parse(
            "bare.yaml",
            """
            version: 1
            sequence: {length: 4, dimension: 3}
            network: {pooling: mean, state: 5}
            """);
    ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
    try (Computation computation = new Computation()) {
      Parameters parameters = new Parameters(computation);
      NetworkInputs inputs = NetworkInputs.create(computation.tf(), "", config);
      var s = new StateNetwork(computation.tf(), parameters, config, random).apply(inputs);
      parameters.initialise();
      try (Run run = computation.run()) {
        StateBatch.of(config, embeddings, List.of(Fixtures.state(config, random)))
            .feed(run, inputs, 1);
        assertThat(run.fetch(s).floats()[0]).hasSize(5);
      }
    }
  }

  private static Weights weights(Parameters parameters) {
    Map<String, float[]> values = parameters.read();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      tensors.put(parameter.name(), new Tensor(parameter.shape(), values.get(parameter.name())));
    }
    return Weights.of(tensors);
  }
}
