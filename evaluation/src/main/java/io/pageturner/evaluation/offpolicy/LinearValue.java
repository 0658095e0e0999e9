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

  /** Σ φ' of the sessions' first steps. */
  private final double[] first;

  LinearValue(int features) {
    this.a = new double[features][features];
    this.b = new double[features];
    this.first = new double[features];
  }

  void add(List<LoggedStep> session, double gamma) {
    double[] expected = session.get(0).expected();
    for (int i = 0; i < first.length; i++) {
      first[i] += expected[i];
    }
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

  /** The model of all of these sums but those of {@code held}. */
  Model solveWithout(LinearValue held, double ridge) {
    RealMatrix left =
        new Array2DRowRealMatrix(a, false)
            .subtract(new Array2DRowRealMatrix(held.a, false))
            .add(MatrixUtils.createRealIdentityMatrix(b.length).scalarMultiply(ridge));
    RealVector right = new ArrayRealVector(b, false).subtract(new ArrayRealVector(held.b, false));
    RealVector ahead = new ArrayRealVector(held.first, false);
    return new Model(solve(left, right), solve(left.transpose(), ahead));
  }

  private static double[] solve(RealMatrix left, RealVector right) {
    return new LUDecomposition(left).getSolver().solve(right).toArray();
  }

  /**
   * A solved model.
   *
   * @param theta θ: [features]
   * @param sensitivity how the sum of v̂(s_0) over the sessions held out moves with the right-hand
   *     side Σ φ_t·r_t: [features]
   */
  record Model(double[] theta, double[] sensitivity) {
    /** q̂ or v̂ of these features. */
    double value(double[] features) {
      return dot(features, theta);
    }

    /** r_t + γ·v̂(s_{t+1}) − q̂(s_t, a_t) of each step of a session. */
    double[] residuals(List<LoggedStep> session, double gamma) {
      double[] residuals = new double[session.size()];
      for (int t = 0; t < residuals.length; t++) {
        LoggedStep step = session.get(t);
        double next = t + 1 < residuals.length ? gamma * value(session.get(t + 1).expected()) : 0;
        residuals[t] = step.reward() + next - value(step.features());
      }
      return residuals;
    }

    /** What the sum of v̂(s_0) over the sessions held out owes to a session with such residuals. */
    double influence(List<LoggedStep> session, double[] residuals) {
      double total = 0;
      for (int t = 0; t < residuals.length; t++) {
        total += dot(session.get(t).features(), sensitivity) * residuals[t];
      }
      return total;
    }
  }

  private static double dot(double[] features, double[] theta) {
    double sum = 0;
    for (int i = 0; i < theta.length; i++) {
      sum += features[i] * theta[i];
    }
    return sum;
  }
}
