package io.pageturner.evaluation.offpolicy;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts a model's q̂ and v̂ on the steps of a log, cross-fitted (Chernozhukov et al. 2018): the
 * sessions are dealt into folds, and a session's model is fitted on the other folds only. A model
 * that had seen the session would explain its luck away and make intervals too narrow.
 *
 * @param folds two or more; session i is in the fold that the fractional part of i·0.618… falls
 *     into, which is even and in step with no period of the log
 * @param gamma discount γ
 * @param ridge κ above 0, added to the diagonal; on the scale of a sum of squared features
 */
public record CrossFitting(int folds, double gamma, double ridge) {
  public CrossFitting {
    if (folds < 2) {
      throw new IllegalArgumentException("cross-fitting needs 2 folds or more, was " + folds);
    }
    if (!(ridge > 0)) {
      throw new IllegalArgumentException("ridge must be above 0, was " + ridge);
    }
  }

  /** Three folds and a light ridge. */
  public static CrossFitting withDiscount(double gamma) {
    return new CrossFitting(3, gamma, 1);
  }

  /**
   * The sessions with their models' expectations, in the same order.
   *
   * @param sessions each with one step or more, all with as many features
   */
  public List<Trajectory> fit(List<List<LoggedStep>> sessions) {
    int features = sessions.get(0).get(0).features().length;
    LinearValue all = new LinearValue(features);
    List<LinearValue> parts = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      parts.add(new LinearValue(features));
    }
    for (int i = 0; i < sessions.size(); i++) {
      all.add(sessions.get(i), gamma);
      parts.get(fold(i)).add(sessions.get(i), gamma);
    }
    List<LinearValue.Model> models =
        parts.stream().map(part -> all.solveWithout(part, ridge)).toList();
    List<Trajectory> fitted = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      fitted.add(trajectory(sessions.get(i), fold(i), models));
    }
    return fitted;
  }

  /** Fibonacci hashing (Knuth 1998, section 6.4). */
  private int fold(long session) {
    return (int) (((session * 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53 * folds);
  }

  private Trajectory trajectory(
      List<LoggedStep> session, int fold, List<LinearValue.Model> models) {
    LinearValue.Model model = models.get(fold);
    // Residuals of a model that has seen the session would be too small.
    double[] residuals = model.residuals(session, gamma);
    double influence = 0;
    for (int other = 0; other < folds; other++) {
      influence += other == fold ? 0 : models.get(other).influence(session, residuals);
    }
    return new Trajectory(
        session.stream()
            .map(
                step ->
                    new Step(
                        step.reward(),
                        step.ratio(),
                        model.value(step.features()),
                        model.value(step.expected())))
            .toList(),
        influence);
  }
}
