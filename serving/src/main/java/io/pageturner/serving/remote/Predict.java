package io.pageturner.serving.remote;

import io.pageturner.domain.ModelVersion;
import io.pageturner.serving.model.StateTensors;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** TensorFlow Serving's predict call, by one of its protocols. */
interface Predict {
  /**
   * The greedy action on the unit scale for one state: [actions].
   *
   * @param timeout after which the call is given up, on both sides
   * @return fails with a {@link WrongAnswerException} when the server does not have the version, or
   *     answers with something else; with anything else when it cannot be reached or is not well
   */
  Future<double[]> unitAction(Model model, StateTensors state, Duration timeout);

  /** A request to the server's address that is given up after a timeout of 1 ms or more. */
  static RequestOptions post(RemoteSettings settings, String path, Duration timeout) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(settings.address().getHost())
        .setPort(settings.address().getPort())
        .setURI(path)
        .setTimeout(timeout.toMillis());
  }

  /** A version of a model, and what tensors it takes. */
  record Model(String name, ModelVersion version, StateTensors.Shapes shapes) {
    @Override
    public String toString() {
      return name + "/" + version;
    }
  }
}
