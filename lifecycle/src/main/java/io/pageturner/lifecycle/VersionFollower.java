package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private volatile ControllerState state = ControllerState.EMPTY;
  private volatile boolean closing;
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
      while (!closing) {
        Thread.sleep(period.toMillis());
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is followed no longer", name);
    }
  }

  /** A look that fails changes nothing, and is told of once. */
  private void look() {
    Path file = home.resolve("controller.json");
    try {
      if (Files.exists(file)) {
        follow(ControllerJson.readState(Files.readAllBytes(file), file.toString()));
      }
      trouble = "";
    } catch (IOException e) {
      if (!trouble.equals(e.getMessage())) {
        trouble = String.valueOf(e.getMessage());
        LOG.warn("{} stays as it is, {}", name, trouble);
      }
    }
  }

  private void follow(ControllerState next) throws IOException {
    if (next.sequence() == state.sequence()) {
      return;
    }
    listeners.announce(new Rollout(bundle(next.live()), bundle(next.canary())));
    state = next;
  }

  private Optional<Bundle> bundle(Optional<ModelVersion> version) throws IOException {
    return version.isEmpty() ? Optional.empty() : Optional.of(store.findWhole(name, version.get()));
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

  /** Empty: the controller's node has it. */
  @Override
  public List<HistoryEntry> history() {
    return List.of();
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
  public ModelVersion rollback(ModelVersion version, String who, String why) {
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
  public void onLive(Consumer<Bundle> listener) {
    listeners.onLive(Objects.requireNonNull(listener, "listener is missing"));
  }

  @Override
  public void onCanary(Consumer<Optional<Bundle>> listener) {
    listeners.onCanary(Objects.requireNonNull(listener, "listener is missing"));
  }

  /** Stops looking, and the announcements. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    listeners.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
