package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.tensorflow.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters that A3C's workers share, with their RMSProp: g ← α·g + (1 − α)·Δ², θ ← θ −
 * η·Δ/√(g + ε) (Mnih et al., ICML 2016, equations 8 and 9). Safe for threads.
 *
 * <p>One update at a time: the paper lets them race. An update is a thousandth of a gradient's
 * time, so nothing is gained by racing, and none is lost.
 */
final class SharedParameters {
  private final List<Parameter> parameters;
  private final Map<String, float[]> values; // guarded by this, as all below
  private final Map<String, float[]> squares = new LinkedHashMap<>();
  private final A3cSettings settings;
  private long changes;

  /**
   * The parameters at one moment.
   *
   * @param number grows with every change
   * @param values by name, the reader's own
   */
  record Version(long number, Map<String, float[]> values) {}

  SharedParameters(List<Parameter> parameters, Map<String, float[]> initial, A3cSettings settings) {
    this.parameters = parameters;
    this.values = copy(initial);
    this.settings = settings;
    parameters.forEach(each -> squares.put(each.name(), new float[each.size()]));
  }

  /** Applies a worker's gradients and returns the parameters after it. */
  synchronized Version descend(float[][] gradients, double rate) {
    double scale = Math.min(1, settings.clipNorm() / norm(gradients));
    for (int i = 0; i < gradients.length; i++) {
      String name = parameters.get(i).name();
      descend(values.get(name), squares.get(name), gradients[i], scale, rate);
    }
    changes++;
    return version();
  }

  private void descend(float[] theta, float[] square, float[] gradient, double scale, double rate) {
    for (int i = 0; i < theta.length; i++) {
      double delta = scale * gradient[i];
      double mean = settings.decay() * square[i] + (1 - settings.decay()) * delta * delta;
      square[i] = (float) mean;
      theta[i] -= (float) (rate * delta / Math.sqrt(mean + settings.epsilon()));
    }
  }

  private static double norm(float[][] gradients) {
    double sum = 0;
    for (float[] gradient : gradients) {
      for (float each : gradient) {
        sum += each * (double) each;
      }
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalStateException("a3c has diverged: its gradients are not finite");
    }
    return Math.sqrt(sum);
  }

  synchronized Version version() {
    return new Version(changes, copy(values));
  }

  synchronized Map<String, float[]> squares() {
    return copy(squares);
  }

  /** Sets everything; the arrays stay the caller's. */
  synchronized void set(Map<String, float[]> theta, Map<String, float[]> square) {
    values.putAll(copy(theta));
    squares.putAll(copy(square));
    changes++;
  }

  private static Map<String, float[]> copy(Map<String, float[]> of) {
    Map<String, float[]> copy = new LinkedHashMap<>();
    of.forEach((name, array) -> copy.put(name, array.clone()));
    return copy;
  }
}
