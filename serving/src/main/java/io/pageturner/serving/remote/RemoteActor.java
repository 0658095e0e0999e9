package io.pageturner.serving.remote;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.model.Actor;
import io.pageturner.serving.model.StateTensors;

/** A version's network in a TensorFlow Serving. */
final class RemoteActor implements Actor {
  private final RemoteRuntime runtime;
  private final Predict.Model model;
  private final FeatureConfig features;

  RemoteActor(RemoteRuntime runtime, Predict.Model model, FeatureConfig features) {
    this.runtime = runtime;
    this.model = model;
    this.features = features;
  }

  @Override
  public double[] unitAction(EncodedState encoded, ItemEmbeddings embeddings) {
    return unitAction(encoded, embeddings, Deadline.NONE);
  }

  @Override
  public double[] unitAction(EncodedState encoded, ItemEmbeddings embeddings, Deadline deadline) {
    double[] unit = runtime.ask(model, StateTensors.of(features, encoded, embeddings), deadline);
    if (unit.length != model.shapes().actions()) {
      throw new WrongAnswerException(
          model + " answers " + unit.length + " factors, not " + model.shapes().actions(), null);
    }
    return unit;
  }

  /** TensorFlow Serving does, with the requests in the version's directory. */
  @Override
  public boolean warmsItself() {
    return true;
  }
}
