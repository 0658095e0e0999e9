package io.pageturner.learning.agent.linear;

import java.util.Map;

/**
 * A linear model by FTRL-Proximal: w is not kept but told by z and n whenever it is needed.
 *
 * <pre>
 *   wᵢ = 0                                                where |zᵢ| ≤ λ₁
 *   wᵢ = −(zᵢ − sgn(zᵢ)·λ₁) / ((β + √nᵢ)/α + λ₂)           elsewhere
 *   gᵢ = slope·xᵢ;  σᵢ = (√(nᵢ + gᵢ²) − √nᵢ)/α;  zᵢ ← zᵢ + gᵢ − σᵢ·wᵢ;  nᵢ ← nᵢ + gᵢ²
 * </pre>
 */
final class FtrlModel implements LinearModel {
  private final Optimiser.FtrlProximal settings;
  private final float[] z;
  private final float[] n;

  FtrlModel(int size, Optimiser.FtrlProximal settings) {
    this.settings = settings;
    this.z = new float[size];
    this.n = new float[size];
  }

  private double weight(int i) {
    double size = Math.abs(z[i]);
    if (size <= settings.l1()) {
      return 0;
    }
    double curvature = (settings.beta() + Math.sqrt(n[i])) / settings.alpha() + settings.l2();
    return -Math.signum(z[i]) * (size - settings.l1()) / curvature;
  }

  @Override
  public double score(float[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] == 0 ? 0 : x[i] * weight(i);
    }
    return sum;
  }

  @Override
  public void learn(float[] x, double slope) {
    for (int i = 0; i < x.length; i++) {
      double g = slope * x[i];
      if (g != 0) {
        double more = n[i] + g * g;
        double sigma = (Math.sqrt(more) - Math.sqrt(n[i])) / settings.alpha();
        z[i] += (float) (g - sigma * weight(i));
        n[i] = (float) more;
      }
    }
  }

  @Override
  public Map<String, float[]> memory() {
    return Map.of("z", z, "n", n);
  }
}
