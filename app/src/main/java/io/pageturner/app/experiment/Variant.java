package io.pageturner.app.experiment;

import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import java.util.List;
import java.util.Optional;

/**
 * What of the state an agent sees in one line of an ablation.
 *
 * @param name how tables name it
 * @param features the features and the network made of them
 * @param items whether the matrix of recent items is part of the state
 */
public record Variant(String name, FeatureConfig features, boolean items) {
  /** The state as this variant sees it; features that it lacks are left to the encoder. */
  State view(State state) {
    return items ? state : new State(List.of(), state.dense(), state.ids());
  }

  /** The transition as this variant sees it. */
  Transition view(Transition seen) {
    if (items) {
      return seen;
    }
    Optional<State> next = seen.next().map(this::view);
    return new Transition(
        seen.page(),
        seen.user(),
        seen.session(),
        seen.pageIndex(),
        seen.time(),
        seen.bucket(),
        seen.policy(),
        seen.version(),
        view(seen.state()),
        seen.action(),
        seen.propensity(),
        seen.reward(),
        next);
  }
}
