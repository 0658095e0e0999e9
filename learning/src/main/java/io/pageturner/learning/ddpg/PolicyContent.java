package io.pageturner.learning.ddpg;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.learning.network.Actor;
import io.pageturner.learning.network.NetworkInputs;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleContent;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The files of a policy's bundle, of one moment of training: only what serving needs, no critic.
 *
 * <p>The SavedModel's signature {@code serving_default} maps items, mask, dense and ids ({@link
 * NetworkInputs}) to {@code unit_action} and {@code action} [batch, actions].
 *
 * @param config features and network
 * @param preprocessing what the weights were trained with
 * @param spec agent, actions and exploration
 * @param weights of state network ({@code state_…}) and actor ({@code actor_…})
 */
public record PolicyContent(
    FeatureConfig config, Preprocessing preprocessing, PolicySpec spec, Weights weights)
    implements BundleContent {
  /** Name of the features' file in a bundle. */
  public static final String FEATURES_FILE = "features.yaml";

  /** Name of the pre-processing parameters' file in a bundle. */
  public static final String PREPROCESSING_FILE = "preprocessing.json";

  /** Prefix of the actor's weights. */
  static final String ACTOR = "actor";

  @Override
  public void writeTo(Path directory) throws IOException {
    writeSavedModel(directory);
    Path own = Files.createDirectories(directory.resolve(Bundle.PAGETURNER_DIRECTORY));
    Files.writeString(own.resolve(FEATURES_FILE), config.source());
    PreprocessingJson.write(own.resolve(PREPROCESSING_FILE), preprocessing);
    spec.write(own.resolve(PolicySpec.FILE));
    Safetensors.write(own.resolve(Bundle.WEIGHTS_FILE), weights);
  }

  /** The actor in a graph of its own: an exporter writes the whole graph of a session. */
  private void writeSavedModel(Path directory) throws IOException {
    try (Computation computation = new Computation()) {
      Ops tf = computation.tf();
      Parameters parameters = new Parameters(computation);
      SplitMix64 random = new SplitMix64(0); // Every value is replaced by the weights.
      NetworkInputs inputs = NetworkInputs.create(tf, "", config);
      StateNetwork network =
          new StateNetwork(tf, parameters, StateNetwork.NAME, config, this::rows, random);
      Actor actor = actor(parameters, random);
      Operand<TFloat32> unit =
          tf.withName("unit_action").math.tanh(actor.beforeTanh(tf, network.apply(inputs)));
      Operand<TFloat32> action = actor.action(tf, unit);
      parameters.initialise();
      parameters.write(values());
      Signature signature =
          Signature.builder()
              .input("items", inputs.items())
              .input("mask", inputs.mask())
              .input("dense", inputs.dense())
              .input("ids", inputs.ids())
              .output("unit_action", unit)
              .output("action", action)
              .methodName("tensorflow/serving/predict")
              .build();
      SavedModelBundle.exporter(directory.toString())
          .withSession(computation.session())
          .withSignature(signature)
          .export();
    }
  }

  private Actor actor(Parameters parameters, SplitMix64 random) {
    ActionSpace space = spec.actions();
    int state = config.network().state();
    return Actor.create(parameters, ACTOR, random, state, config.network().hidden(), space);
  }

  /** As many as there are weights: a growing feature's table is whole here. */
  private int rows(Feature.Embedded feature) {
    return weights.tensor(StateNetwork.table(feature)).shape()[0];
  }

  private Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    weights.asMap().forEach((name, tensor) -> values.put(name, tensor.values()));
    return values;
  }
}
