package io.pageturner.serving.remote;

import io.pageturner.domain.ModelVersion;
import io.pageturner.serving.model.StateTensors;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** TensorFlow Serving's predict call, by one of its protocols. */
interface Predict {
  /**
   * The greedy action on the unit scale for one state: [actions].
   *
   * @return fails when the server cannot be reached, does not have the version, or answers with
   *     something else
   */
  Future<double[]> unitAction(Model model, StateTensors state);

  /** A request to the server's address that is given up after the settings' timeout. */
  static RequestOptions post(RemoteSettings settings, String path) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(settings.address().getHost())
        .setPort(settings.address().getPort())
        .setURI(path)
        .setTimeout(settings.timeout().toMillis());
  }

  /** A version of a model, and what tensors it takes. */
  record Model(String name, ModelVersion version, StateTensors.Shapes shapes) {
    @Override
    public String toString() {
      return name + "/" + version;
    }
  }
}
