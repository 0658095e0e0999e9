package io.pageturner.evaluation.offpolicy;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * The sums that a linear action value q̂(s, a) = φ(s, a)·θ is solved from, by LSTDQ (Lagoudakis and
 * Parr 2003, section 6): (Σ φ_t·(φ_t − γ·φ'_{t+1})ᵀ + κI)·θ = Σ φ_t·r_t, φ' the evaluated policy's
 * mean features and 0 after the end.
 *
 * <p>For single decisions it is ridge regression of the reward. Being linear, E_{a~π} q̂(s, a) is
 * φ'·θ: no second model is needed for v̂. Sums of disjoint sessions add up and can be taken off.
 */
final class LinearValue {
  private final double[][] a;
  private final double[] b;

  LinearValue(int features) {
    this.a = new double[features][features];
    this.b = new double[features];
  }

  void add(List<LoggedStep> session, double gamma) {
    for (int t = 0; t < session.size(); t++) {
      double[] next = t + 1 < session.size() ? session.get(t + 1).expected() : new double[0];
      add(session.get(t), next, gamma);
    }
  }

  private void add(LoggedStep step, double[] next, double gamma) {
    double[] features = step.features();
    for (int i = 0; i < b.length; i++) {
      if (features[i] == 0) {
        continue; // Most features are one of many categories.
      }
      for (int j = 0; j < b.length; j++) {
        double ahead = next.length == 0 ? 0 : gamma * next[j];
        a[i][j] += features[i] * (features[j] - ahead);
      }
      b[i] += features[i] * step.reward();
    }
  }

  /** θ: [features], from all of these sums but those of {@code held}. */
  double[] solveWithout(LinearValue held, double ridge) {
    RealMatrix left =
        new Array2DRowRealMatrix(a, false)
            .subtract(new Array2DRowRealMatrix(held.a, false))
            .add(MatrixUtils.createRealIdentityMatrix(b.length).scalarMultiply(ridge));
    RealVector right = new ArrayRealVector(b, false).subtract(new ArrayRealVector(held.b, false));
    return new LUDecomposition(left).getSolver().solve(right).toArray();
  }

  static double dot(double[] features, double[] theta) {
    double sum = 0;
    for (int i = 0; i < theta.length; i++) {
      sum += features[i] * theta[i];
    }
    return sum;
  }
}
