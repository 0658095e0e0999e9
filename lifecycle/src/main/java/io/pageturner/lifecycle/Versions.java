package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The versions of one model as a serving node sees them, and what somebody may do to them. */
public interface Versions extends AutoCloseable {
  /** The live version; empty before the first was published, and after the only one went. */
  Optional<ModelVersion> live();

  /** The version on trial. */
  Optional<ModelVersion> canary();

  /** Whether candidates that pass wait for a promotion. */
  boolean pinned();

  /** What happened, oldest first: the newest 1,000 entries. */
  List<HistoryEntry> history();

  /** Every version that is not pruned, newest first. */
  List<VersionState> versions();

  /**
   * Makes a version live, ends a trial, and unpins.
   *
   * @param who who wants it
   * @param why for the history
   * @throws IllegalArgumentException when there is no such version
   * @throws IllegalStateException when the version was rejected, or this node only follows
   * @throws IOException when its bundle is broken, or the change cannot be written
   */
  void promote(ModelVersion version, String who, String why) throws IOException;

  /**
   * Takes a version back. The live one: the version live before it is live again, or none where
   * something else stands in, and the controller is pinned. The one on trial: its users get the
   * live version.
   *
   * @return the version that is live now
   * @throws IllegalStateException when it is neither, none was live before and none may stand in
   *     for it, or this node only follows
   * @throws IOException when the change cannot be written
   */
  Optional<ModelVersion> rollback(ModelVersion version, String who, String why) throws IOException;

  /**
   * Holds the live version, or lets it go.
   *
   * @param pinned whether candidates that pass are to wait for a promotion; ends a trial
   * @throws IllegalStateException when no version is live, or this node only follows
   * @throws IOException when the change cannot be written
   */
  void pin(boolean pinned, String who, String why) throws IOException;

  /**
   * Adds a listener for live bundles; it is told the live one at once, when there is one, and empty
   * when the only one was taken back.
   *
   * <p>Listeners are called one after the other on one thread; one that is slower than the changes
   * is told the newest only. One that throws is logged, and the others are told.
   */
  void onLive(Consumer<Optional<Bundle>> listener);

  /** Adds a listener for the version on trial, called likewise; empty when a trial has ended. */
  void onCanary(Consumer<Optional<Bundle>> listener);

  /** Stops telling listeners; versions stay as they are. */
  @Override
  void close();
}
