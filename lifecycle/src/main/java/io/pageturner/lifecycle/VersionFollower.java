package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serving node's view of the versions that a controller in another process decides about: reads
 * its {@code controller.json} from a directory that both see, several times a second.
 *
 * <p>So nodes converge on a version without talking to each other, and go on with what they have
 * while the controller or the directory is away. Changes are made at the controller's node.
 */
public final class VersionFollower implements Versions {
  private static final Logger LOG = LoggerFactory.getLogger(VersionFollower.class);

  private final BundleStore store;
  private final String name;
  private final Path home;
  private final Duration period;
  private final RolloutListeners listeners;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile ControllerState state = ControllerState.EMPTY;
  private Rollout rollout = Rollout.NOTHING;
  private boolean settled;
  private String trouble = "";

  /**
   * Starts to follow; a model that has no controller yet is waited for.
   *
   * @param period between two looks
   */
  public VersionFollower(BundleStore store, String name, Duration period) {
    this.store = store;
    this.name = ModelNames.check(name);
    this.home = store.home(name);
    this.period = Objects.requireNonNull(period, "period is missing");
    this.listeners = new RolloutListeners("version-follower-listeners-" + name);
    this.thread = new Thread(this::run, "version-follower-" + name);
    look();
    thread.start();
  }

  private void run() {
    try {
      while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is followed no longer", name);
    }
  }

  /** A look that fails changes nothing, is told of once, and does not end the looking. */
  private void look() {
    Path file = home.resolve("controller.json");
    try {
      if (Files.exists(file)) {
        follow(ControllerJson.readState(Files.readAllBytes(file), file.toString()));
      }
      if (settled) {
        trouble = "";
      }
    } catch (IOException | RuntimeException | Error e) {
      tell(String.valueOf(e.getMessage()));
    }
  }

  private void tell(String what) {
    if (!trouble.equals(what)) {
      trouble = what;
      LOG.warn("{} goes on with what is whole, {}", name, what);
    }
  }

  /**
   * A version that cannot be read is looked for again each time, and does not hold up the other.
   */
  private void follow(ControllerState next) {
    if (settled && next.sequence() == state.sequence()) {
      return;
    }
    List<String> faults = new ArrayList<>();
    Optional<Bundle> live = bundle(next.live(), rollout.live(), faults);
    Optional<Bundle> canary = bundle(next.canary(), rollout.canary(), faults);
    state = next; // Before listeners are told, who may look at it.
    // One that cannot be read does not take the bundle of before from the users; the controller
    // may.
    boolean unread = next.live().isPresent() && live.isEmpty();
    Rollout found = new Rollout(unread ? rollout.live() : live, canary);
    if (!found.equals(rollout)) {
      listeners.announce(found);
      rollout = found;
    }
    settled = faults.isEmpty();
    if (!settled) {
      tell(String.join("; ", faults));
    }
  }

  /**
   * The whole bundle of a version.
   *
   * @param known one that was found whole before, of this version or another
   * @param faults gets why there is none
   */
  private Optional<Bundle> bundle(
      Optional<ModelVersion> version, Optional<Bundle> known, List<String> faults) {
    if (version.isEmpty()) {
      return Optional.empty();
    }
    if (version.equals(Rollout.version(known))) {
      return known;
    }
    try {
      return Optional.of(store.findWhole(name, version.get()));
    } catch (IOException | RuntimeException e) {
      faults.add(e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Optional<ModelVersion> live() {
    return state.live();
  }

  @Override
  public Optional<ModelVersion> canary() {
    return state.canary();
  }

  @Override
  public boolean pinned() {
    return state.pinned();
  }

  /** As the controller wrote it beside its state; empty while that cannot be read. */
  @Override
  public List<HistoryEntry> history() {
    Path file = home.resolve(History.FILE);
    try {
      return Files.exists(file) ? History.newest(file) : List.of();
    } catch (IOException e) {
      LOG.warn("the history of {} is not shown: {}", name, e.getMessage());
      return List.of();
    }
  }

  @Override
  public List<VersionState> versions() {
    return state.newestFirst();
  }

  @Override
  public void promote(ModelVersion version, String who, String why) {
    throw follows();
  }

  @Override
  public Optional<ModelVersion> rollback(ModelVersion version, String who, String why) {
    throw follows();
  }

  @Override
  public void pin(boolean pinned, String who, String why) {
    throw follows();
  }

  private IllegalStateException follows() {
    return new IllegalStateException(
        "this node follows the version controller of "
            + home
            + ": ask the node that trains, this one does as it says within seconds");
  }

  @Override
  public void onLive(Consumer<Optional<Bundle>> listener) {
    listeners.onLive(Objects.requireNonNull(listener, "listener is missing"));
  }

  @Override
  public void onCanary(Consumer<Optional<Bundle>> listener) {
    listeners.onCanary(Objects.requireNonNull(listener, "listener is missing"));
  }

  /** Stops looking, and the announcements. */
  @Override
  public void close() {
    closed.countDown();
    listeners.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
