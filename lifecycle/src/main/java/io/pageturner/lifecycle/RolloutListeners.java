package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.util.Optional;
import java.util.function.Consumer;

/** Who wants to know what serves now: each is told its own part, when that has changed. */
final class RolloutListeners implements AutoCloseable {
  private final Announcer<Rollout> announcer;

  /** Starts the thread that tells them. */
  RolloutListeners(String threadName) {
    announcer = new Announcer<>(threadName);
  }

  void announce(Rollout rollout) {
    announcer.announce(rollout);
  }

  /**
   * Adds a listener for live bundles; it is told the live one at once, when there is one, and empty
   * when there is none any more.
   */
  void onLive(Consumer<Optional<Bundle>> listener) {
    Told told = new Told();
    announcer.add(
        rollout -> {
          if (told.isNew(rollout.live())) {
            listener.accept(rollout.live());
          }
        });
  }

  /** Adds a listener for the version on trial; empty when a trial has ended. */
  void onCanary(Consumer<Optional<Bundle>> listener) {
    Told told = new Told();
    announcer.add(
        rollout -> {
          if (told.isNew(rollout.canary())) {
            listener.accept(rollout.canary());
          }
        });
  }

  /** Stops after the call that is running. */
  @Override
  public void close() {
    announcer.close();
  }

  /** What a listener was told last; used by the announcer's thread alone. */
  private static final class Told {
    private Optional<ModelVersion> version = Optional.empty();

    boolean isNew(Optional<Bundle> bundle) {
      Optional<ModelVersion> before = version;
      version = Rollout.version(bundle);
      return !version.equals(before);
    }
  }
}
