package io.pageturner.serving.model;

import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.Optional;

/**
 * The actor's forward pass in plain Java, generated from a feature configuration and weights: h =
 * ReLU(s·W1 + b1), z = h·W2 + b2, with s of the state network (SPEC 1.3). A continuous actor's
 * action is tanh(z); a discrete one's is the point of its grid whose z is greatest, the first among
 * equals.
 *
 * <p>Immutable, safe for many threads, without native code. Learning checks it against TensorFlow.
 */
public final class ActorNetwork implements Actor {
  private final StateNetwork state;
  private final Layer hidden;
  private final Layer out;
  private final int factors;
  private final Optional<ActionGrid> grid;

  /**
   * A continuous actor.
   *
   * @param actions number of factors of an action
   * @throws IllegalArgumentException when a tensor is missing or has another shape than the
   *     configuration asks for; names the tensor and both shapes
   */
  public ActorNetwork(FeatureConfig config, Weights weights, int actions) {
    this(config, weights, actions, Optional.empty());
  }

  private ActorNetwork(
      FeatureConfig config, Weights weights, int factors, Optional<ActionGrid> grid) {
    CheckedWeights checked = new CheckedWeights(weights);
    int size = config.network().hidden();
    this.state = new StateNetwork(config, checked);
    this.hidden = Layer.of(checked, "actor_hidden", config.network().state(), size);
    this.out = Layer.of(checked, "actor_out", size, grid.map(ActionGrid::size).orElse(factors));
    this.factors = factors;
    this.grid = grid;
  }

  /** The actor of these actions: discrete when they stand on a grid. */
  public static ActorNetwork of(FeatureConfig config, Weights weights, ActionSpace actions) {
    return new ActorNetwork(config, weights, actions.size(), ActionGrid.of(actions));
  }

  @Override
  public double[] unitAction(EncodedState encoded, ItemEmbeddings embeddings) {
    float[] s = state.embed(encoded, embeddings); // [S]
    float[] h = hidden.applyRelu(s); // [H]
    float[] z = out.apply(h); // [actions] or [points]
    return grid.isPresent() ? best(grid.get(), z) : squashed(z);
  }

  private static double[] squashed(float[] z) {
    double[] unit = new double[z.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = Math.tanh(z[i]);
    }
    return unit;
  }

  /** Not a number where an output is none: an answer would hide that the network fails. */
  private double[] best(ActionGrid points, float[] z) {
    int best = 0;
    for (int point = 0; point < z.length; point++) {
      if (!Float.isFinite(z[point])) {
        double[] none = new double[factors];
        Arrays.fill(none, Double.NaN);
        return none;
      }
      best = z[point] > z[best] ? point : best;
    }
    return points.unit(best);
  }
}
