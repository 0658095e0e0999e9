package io.pageturner.learning.network;

import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The network from a state's inputs to its embedding s, generated from the configuration. */
public final class StateNetwork {
  /** Initial limit of id embeddings: small, so that unseen ids differ little from each other. */
  public static final double EMBEDDING_LIMIT = 0.05;

  /** Name of the state network that serving reads: prefix of its parameters. */
  public static final String NAME = "state";

  private final Ops tf;
  private final String name;
  private final boolean numeric;
  private final Intents intents;
  private final List<Parameter> tables = new ArrayList<>();
  private final Dense output;

  /**
   * Adds the network's parameters, named {@code state_…}.
   *
   * @param random draws the initial values
   */
  public StateNetwork(Ops tf, Parameters parameters, FeatureConfig config, RandomGenerator random) {
    this(tf, parameters, NAME, config, Feature.Embedded::rows, random);
  }

  /**
   * As above, under another name and with tables of other sizes.
   *
   * @param name prefix of the parameters
   * @param rows of a feature's table
   */
  public StateNetwork(
      Ops tf,
      Parameters parameters,
      String name,
      FeatureConfig config,
      ToIntFunction<Feature.Embedded> rows,
      RandomGenerator random) {
    this.tf = tf;
    this.name = name;
    this.numeric = !config.pageNumeric().isEmpty();
    this.intents = intents(tf, parameters, name, config, random);
    for (Feature.Embedded feature : config.pageEmbedded()) {
      int[] shape = {rows.applyAsInt(feature), feature.dimension()};
      float[] values = InitialValues.uniform(random, EMBEDDING_LIMIT, shape);
      tables.add(parameters.add(table(name, feature), values, shape));
    }
    int in = config.stateInputSize();
    int out = config.network().state();
    float[] kernel = InitialValues.heUniform(random, in, out);
    this.output = Dense.create(parameters, name + "_dense", kernel, in, out);
  }

  /** Name of a feature's embedding table. */
  public static String table(Feature feature) {
    return table(NAME, feature);
  }

  private static String table(String name, Feature feature) {
    return name + "_embedding_" + feature.name();
  }

  /** The state embedding s [batch, S]. */
  public Operand<TFloat32> apply(NetworkInputs inputs) {
    List<Operand<TFloat32>> parts = new ArrayList<>(intents.apply(inputs.items(), inputs.mask()));
    if (numeric) {
      parts.add(inputs.dense());
    }
    for (int i = 0; i < tables.size(); i++) {
      Operand<TInt32> rows =
          tf.squeeze(
              tf.slice(inputs.ids(), tf.constant(new int[] {0, i}), tf.constant(new int[] {-1, 1})),
              Squeeze.axis(List.of(1L))); // [batch]
      parts.add(tf.gather(tables.get(i).value(), rows, tf.constant(0)));
    }
    Operand<TFloat32> x = parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(1));
    return tf.nn.relu(output.apply(tf, x));
  }

  /** Prefix of the parameters. */
  public String name() {
    return name;
  }

  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(intents.parameters());
    all.addAll(tables);
    all.addAll(output.parameters());
    return all;
  }

  private static Intents intents(
      Ops tf, Parameters parameters, String name, FeatureConfig config, RandomGenerator random) {
    return switch (config.network().pooling()) {
      case CONVOLUTION -> new Convolutions(tf, parameters, name, config, random);
      case MEAN -> Poolings.intents(tf, Poolings::mean);
      case MAX -> Poolings.intents(tf, Poolings::max);
      case SUM -> Poolings.intents(tf, Poolings::sum);
    };
  }
}
