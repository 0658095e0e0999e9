package io.pageturner.evaluation.offpolicy;

import java.util.List;

/** A way to tell a policy's value, E[Σ_t γ^t·r_t] of a session, from sessions of another policy. */
public interface Estimator {
  /** Its usual name, such as {@code IPS}. */
  String name();

  /** Where its formula is from: author and year. */
  String source();

  /** What each session adds to the estimate; sessions are in the order of the log. */
  Contributions contributions(List<Trajectory> log);
}
