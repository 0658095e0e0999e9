package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.util.Optional;

/**
 * Which bundles of a model serve now.
 *
 * @param live serves the agent's users; empty before the first was published and after the only one
 *     was taken back
 * @param canary serves a share of them instead, on trial
 */
record Rollout(Optional<Bundle> live, Optional<Bundle> canary) {
  static final Rollout NOTHING = new Rollout(Optional.empty(), Optional.empty());

  Rollout withLive(Optional<Bundle> bundle) {
    return new Rollout(bundle, Optional.empty());
  }

  Rollout withCanary(Optional<Bundle> bundle) {
    return new Rollout(live, bundle);
  }

  static Optional<ModelVersion> version(Optional<Bundle> bundle) {
    return bundle.map(Bundle::version);
  }
}
