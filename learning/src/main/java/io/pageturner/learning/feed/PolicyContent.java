package io.pageturner.learning.feed;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.learning.network.Actor;
import io.pageturner.learning.network.Head;
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
import org.tensorflow.types.TInt64;

/**
 * The files of a policy's bundle, of one moment of training: only what serving needs, no critic.
 *
 * <p>A discrete agent's actor has an output per point of the grid ({@link ActionGrid}), whose
 * greatest names the action. The SavedModel's signature {@code serving_default} maps items, mask,
 * dense and ids ({@link NetworkInputs}) to {@code unit_action} and {@code action} [batch, actions].
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
      Operand<TFloat32> s = network.apply(inputs);
      Served served =
          ActionGrid.of(spec.actions())
              .map(grid -> onGrid(tf, grid, parameters, random, s))
              .orElseGet(() -> continuous(tf, parameters, random, s));
      parameters.initialise();
      parameters.write(values());
      Signature signature =
          Signature.builder()
              .input("items", inputs.items())
              .input("mask", inputs.mask())
              .input("dense", inputs.dense())
              .input("ids", inputs.ids())
              .output("unit_action", served.unit())
              .output("action", served.action())
              .methodName("tensorflow/serving/predict")
              .build();
      SavedModelBundle.exporter(directory.toString())
          .withSession(computation.session())
          .withSignature(signature)
          .export();
    }
  }

  /** Both [batch, actions]. */
  private record Served(Operand<TFloat32> unit, Operand<TFloat32> action) {}

  private Served continuous(Ops tf, Parameters parameters, SplitMix64 random, Operand<TFloat32> s) {
    ActionSpace space = spec.actions();
    int state = config.network().state();
    Actor actor = Actor.create(parameters, ACTOR, random, state, config.network().hidden(), space);
    Operand<TFloat32> unit = tf.withName("unit_action").math.tanh(actor.beforeTanh(tf, s));
    return new Served(unit, actor.action(tf, unit));
  }

  /** The grid's point of the greatest output; the first among equals. */
  private Served onGrid(
      Ops tf, ActionGrid grid, Parameters parameters, SplitMix64 random, Operand<TFloat32> s) {
    int state = config.network().state();
    int hidden = config.network().hidden();
    Head head = Head.create(parameters, ACTOR, random, state, hidden, grid.size());
    // No order holds between numbers that are none: an answer would hide that the network fails.
    Operand<TFloat32> preferences =
        tf.debugging.checkNumerics(head.apply(tf, s), "the actor's output");
    Operand<TInt64> best = tf.math.argMax(preferences, tf.constant(1));
    return new Served(
        tf.withName("unit_action")
            .gather(tf.constant(GridDqnGraph.units(grid)), best, tf.constant(0)),
        tf.gather(tf.constant(factors(grid)), best, tf.constant(0)));
  }

  private static float[][] factors(ActionGrid grid) {
    float[][] factors = new float[grid.size()][];
    for (int point = 0; point < factors.length; point++) {
      Action action = grid.action(point);
      factors[point] = new float[action.size()];
      for (int k = 0; k < action.size(); k++) {
        factors[point][k] = (float) action.factor(k);
      }
    }
    return factors;
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
