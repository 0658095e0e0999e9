package io.pageturner.lifecycle;

/** Executes a bundle's policy on recorded real states, greedily: without exploration. */
@FunctionalInterface
public interface ActionProbe {
  /**
   * The actions that the bundle would take, one per recorded state; no two of the states are equal,
   * or a policy could be taken for one that ignores the state.
   *
   * @return [states, factors] on the unit scale [−1, 1] of {@link
   *     io.pageturner.domain.ActionSpace}; no rows while no state has been recorded
   */
  double[][] unitActions(Bundle bundle);
}
