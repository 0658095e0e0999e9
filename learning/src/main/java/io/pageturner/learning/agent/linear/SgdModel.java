package io.pageturner.learning.agent.linear;

import java.util.Map;

/** A linear model by stochastic gradient descent. */
final class SgdModel implements LinearModel {
  private final Optimiser.Sgd settings;
  private final float[] w;

  SgdModel(int size, Optimiser.Sgd settings) {
    this.settings = settings;
    this.w = new float[size];
  }

  @Override
  public double score(float[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * (double) w[i];
    }
    return sum;
  }

  @Override
  public void learn(float[] x, double slope) {
    for (int i = 0; i < x.length; i++) {
      w[i] -= (float) (settings.rate() * slope * x[i]);
    }
  }

  @Override
  public Map<String, float[]> memory() {
    return Map.of("w", w);
  }
}
