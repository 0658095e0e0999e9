package io.pageturner.serving.model;

import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.serving.Deadline;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The policy of one bundle: its encoder, its actor's forward pass and its exploration; immutable.
 *
 * <p>Holds no native memory, so closing it frees nothing.
 */
public final class ServedPolicy implements TensorPolicy {
  private final ModelVersion version;
  private final PolicySpec spec;
  private final Encoder encoder;
  private final ItemLookup items;
  private final Actor network;
  private final Explorer explorer;
  private final List<StateTensors> requests;

  /**
   * @param encoder of the bundle's feature configuration and pre-processing parameters, without
   *     item embeddings
   * @param items finds the embeddings of a state's items, of the version trained with
   */
  public ServedPolicy(
      ModelVersion version, PolicySpec spec, Encoder encoder, ItemLookup items, Actor network) {
    this(version, spec, encoder, items, network, List.of());
  }

  private ServedPolicy(
      ModelVersion version,
      PolicySpec spec,
      Encoder encoder,
      ItemLookup items,
      Actor network,
      List<StateTensors> requests) {
    this.version = version;
    this.spec = spec;
    this.encoder = encoder;
    this.items = items;
    this.network = network;
    this.explorer = new Explorer(spec.actions(), spec.exploration());
    this.requests = requests;
  }

  /** The same policy, which knows these real requests of its bundle, of its shapes. */
  ServedPolicy knowing(List<StateTensors> found) {
    return new ServedPolicy(version, spec, encoder, items, network, List.copyOf(found));
  }

  @Override
  public String name() {
    return spec.agent();
  }

  @Override
  public ModelVersion version() {
    return version;
  }

  public PolicySpec spec() {
    return spec;
  }

  @Override
  public ActionChoice choose(State state, List<Double> noise, RandomGenerator random) {
    return choose(state, noise, random, Deadline.NONE);
  }

  @Override
  public ActionChoice choose(
      State state, List<Double> noise, RandomGenerator random, Deadline deadline) {
    return explorer.around(unitAction(state, deadline), noise, random);
  }

  @Override
  public ActionSpace actions() {
    return spec.actions();
  }

  /**
   * The greedy action on the unit scale: [factors].
   *
   * @throws IllegalStateException when the network's answer is not finite
   */
  public double[] unitAction(State state) {
    return unitAction(state, Deadline.NONE);
  }

  private double[] unitAction(State state, Deadline deadline) {
    ItemEmbeddings found = items.find(state.recentItems());
    return unitAction(encoder.with(found).encode(state), found, deadline);
  }

  private double[] unitAction(EncodedState encoded, ItemEmbeddings found, Deadline deadline) {
    double[] unit = network.unitAction(encoded, found, deadline);
    for (double value : unit) {
      if (!Double.isFinite(value)) {
        throw new IllegalStateException(
            "version " + version + " answers " + Arrays.toString(unit) + " for a state");
      }
    }
    return unit;
  }

  @Override
  public StateTensors.Shapes shapes() {
    return StateTensors.Shapes.of(encoder, spec.actions());
  }

  private FeatureConfig config() {
    return encoder.config();
  }

  @Override
  public StateTensors tensors(State state) {
    ItemEmbeddings found = items.find(state.recentItems());
    EncodedState encoded = encoder.with(found).encode(state);
    return StateTensors.of(config(), encoded, found);
  }

  @Override
  public double[] unitAction(StateTensors tensors) {
    int d = config().sequenceDimension();
    int[] steps = new int[tensors.mask().length];
    Map<ItemId, float[]> vectors = new LinkedHashMap<>();
    for (int step = 0; step < steps.length; step++) {
      float[] vector = Arrays.copyOfRange(tensors.items(), step * d, (step + 1) * d);
      vectors.put(new ItemId("step" + step), vector);
    }
    ItemEmbeddings given = ItemEmbeddings.of(d, vectors);
    for (int step = 0; step < steps.length; step++) {
      steps[step] =
          tensors.mask()[step] == 0 ? EncodedState.PADDING : given.row(new ItemId("step" + step));
    }
    EncodedState encoded = new EncodedState(steps, tensors.dense(), tensors.ids());
    return unitAction(encoded, given, Deadline.NONE);
  }

  @Override
  public void warm(List<State> recorded) {
    if (!network.warmsItself()) {
      recorded.forEach(this::unitAction);
    }
  }

  @Override
  public int warmOnBundle() {
    if (!network.warmsItself()) {
      requests.forEach(this::unitAction);
    }
    return requests.size();
  }

  @Override
  public void close() {
    // Plain arrays: the collector frees them.
  }
}
