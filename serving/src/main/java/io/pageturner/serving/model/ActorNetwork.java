package io.pageturner.serving.model;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Weights;

/**
 * The actor's forward pass in plain Java, generated from a feature configuration and weights: h =
 * ReLU(s·W1 + b1), u = tanh(h·W2 + b2), with s of the state network (SPEC 1.3).
 *
 * <p>Immutable, safe for many threads, without native code. Learning checks it against TensorFlow.
 */
public final class ActorNetwork implements Actor {
  private final StateNetwork state;
  private final Layer hidden;
  private final Layer out;

  /**
   * @param actions number of factors of an action
   * @throws IllegalArgumentException when a tensor is missing or has another shape than the
   *     configuration asks for; names the tensor and both shapes
   */
  public ActorNetwork(FeatureConfig config, Weights weights, int actions) {
    CheckedWeights checked = new CheckedWeights(weights);
    int size = config.network().hidden();
    this.state = new StateNetwork(config, checked);
    this.hidden = Layer.of(checked, "actor_hidden", config.network().state(), size);
    this.out = Layer.of(checked, "actor_out", size, actions);
  }

  @Override
  public double[] unitAction(EncodedState encoded, ItemEmbeddings embeddings) {
    float[] s = state.embed(encoded, embeddings); // [S]
    float[] h = hidden.applyRelu(s); // [H]
    float[] logits = out.apply(h); // [actions]
    double[] unit = new double[logits.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = Math.tanh(logits[i]);
    }
    return unit;
  }
}
