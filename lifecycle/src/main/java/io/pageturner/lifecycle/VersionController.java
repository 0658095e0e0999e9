package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which version of one model is live: proves candidates, publishes, promotes, takes back.
 *
 * <p>After a roll-back the controller is <i>pinned</i>: candidates that pass become available, and
 * none goes live until somebody promotes one; else the trainer would undo the roll-back seconds
 * later.
 *
 * <p>Safe for many threads; candidates are proven one at a time, and a roll-back never waits for a
 * proof. What it decides survives a kill at any moment. One controller at a time has a model's
 * directory.
 */
public final class VersionController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VersionController.class);
  private static final String SELF = "version-controller";

  private final BundleStore store;
  private final String name;
  private final GateKeeper gates;
  private final DirectoryLock directoryLock;
  private final VersionLedger ledger;
  private final LiveAnnouncer announcer;
  private final Object submitting = new Object();
  private final Object changing = new Object();
  private volatile boolean closed;

  /**
   * Continues from what is on disk: the version that was live is live again.
   *
   * @param gates asked in this order; each of them, so that a rejection names every reason
   * @throws IOException when the directory cannot be read or written, or another controller has it
   */
  public VersionController(BundleStore store, String name, List<Gate> gates, InstantSource clock)
      throws IOException {
    this.store = store;
    this.name = ModelNames.check(name);
    this.gates = new GateKeeper(gates);
    Path home = DurableFiles.createDirectories(store.home(name));
    this.directoryLock = DirectoryLock.take(home);
    Optional<Bundle> live;
    try {
      this.ledger = new VersionLedger(home, Objects.requireNonNull(clock, "clock is missing"));
      adoptUnknown();
      forgetDeleted();
      live = liveWhole();
    } catch (IOException | RuntimeException e) {
      directoryLock.close();
      throw e;
    }
    this.announcer = new LiveAnnouncer(SELF + "-" + name);
    live.ifPresent(announcer::announce);
  }

  /**
   * Numbers and proves a candidate, and publishes it when every gate passes it.
   *
   * @throws IOException when its bundle cannot be written
   */
  public Submission submit(Candidate candidate) throws IOException {
    if (!candidate.name().equals(name)) {
      throw new IllegalArgumentException(
          "this controls " + name + ", the candidate is a " + candidate.name());
    }
    synchronized (submitting) {
      requireOpen();
      Bundle staged = store.stage(candidate);
      List<Verdict> verdicts = gates.judge(staged, liveForComparison());
      Submission submission =
          GateKeeper.passed(verdicts) ? publish(staged, verdicts) : reject(staged, verdicts);
      LOG.info("{} is {} {}", staged, submission.status(), submission.reasons());
      return submission;
    }
  }

  /** The live version; empty before the first was published. */
  public Optional<ModelVersion> live() {
    return ledger.state().live();
  }

  /** Whether candidates that pass wait for a promotion. */
  public boolean pinned() {
    return ledger.state().pinned();
  }

  /**
   * Makes a version live, and unpins.
   *
   * @param who who wants it
   * @param why for the history
   * @throws IllegalArgumentException when there is no such version
   * @throws IllegalStateException when the version was rejected
   * @throws IOException when its bundle is broken, or the change cannot be written
   */
  public void promote(ModelVersion version, String who, String why) throws IOException {
    requireSaid(who, why);
    synchronized (changing) {
      requireOpen();
      ledger.state().requirePromotable(version);
      Bundle bundle = store.findWhole(name, version);
      Optional<ModelVersion> before = live();
      ledger.record(version, Change.PROMOTED, who, why, List.of());
      if (!live().equals(before)) {
        announcer.announce(bundle);
      }
    }
  }

  /**
   * Takes the live version back: the version live before it is live again, and the controller is
   * pinned.
   *
   * @return the version that is live now
   * @throws IllegalStateException when no version was live before
   * @throws IOException when the change cannot be written
   */
  public ModelVersion rollback(String who, String why) throws IOException {
    requireSaid(who, why);
    synchronized (changing) {
      requireOpen();
      Bundle target = previousWhole();
      ledger.record(live().orElseThrow(), Change.ROLLED_BACK, who, why, List.of());
      announcer.announce(target);
      return target.version();
    }
  }

  /** What happened, oldest first: the newest 1,000 entries; {@code history.jsonl} has all. */
  public List<HistoryEntry> history() {
    synchronized (changing) {
      return ledger.recent();
    }
  }

  /** Every version that is not pruned, newest first. */
  public List<VersionState> versions() {
    return ledger.state().versions().values().stream()
        .sorted(Comparator.comparing(VersionState::version).reversed())
        .toList();
  }

  /**
   * Deletes old bundles: all but the newest {@code keep}, the live one and the one that a roll-back
   * would return to; and all but the newest {@code keep} rejected ones.
   *
   * @return the versions that were deleted, which are then unknown
   */
  public List<ModelVersion> prune(int keep) throws IOException {
    // Not while a candidate is on its way: its bundle may be there without its entry.
    synchronized (submitting) {
      synchronized (changing) {
        requireOpen();
        Set<ModelVersion> inUse = new HashSet<>();
        live().ifPresent(inUse::add);
        ledger.state().previous().ifPresent(inUse::add);
        List<ModelVersion> deleted = store.prune(name, keep, inUse);
        for (ModelVersion version : deleted) {
          ledger.record(version, Change.PRUNED, SELF, "older than the newest " + keep, List.of());
        }
        return deleted;
      }
    }
  }

  /**
   * Adds a listener for live bundles; it is told the live one at once, when there is one.
   *
   * <p>Listeners are called one after the other on the controller's thread; one that is slower than
   * the changes is told the newest only. One that throws is logged, and the others are told.
   */
  public void onLive(Consumer<Bundle> listener) {
    announcer.add(Objects.requireNonNull(listener, "listener is missing"));
  }

  /** Ends what is running, stops the announcements and lets go of the directory. */
  @Override
  public void close() {
    closed = true;
    announcer.close();
    synchronized (submitting) {
      synchronized (changing) {
        try {
          directoryLock.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private Submission publish(Bundle staged, List<Verdict> verdicts) throws IOException {
    Bundle bundle = store.publish(staged);
    synchronized (changing) {
      if (pinned()) {
        ledger.record(bundle.version(), Change.HELD, SELF, "passed, but pinned", verdicts);
        return new Submission(bundle.version(), VersionStatus.AVAILABLE, verdicts);
      }
      ledger.record(bundle.version(), Change.PUBLISHED, SELF, "passed every gate", verdicts);
      announcer.announce(bundle);
      return new Submission(bundle.version(), VersionStatus.LIVE, verdicts);
    }
  }

  private Submission reject(Bundle staged, List<Verdict> verdicts) throws IOException {
    Submission submission = new Submission(staged.version(), VersionStatus.REJECTED, verdicts);
    store.reject(staged);
    synchronized (changing) {
      String why = String.join("; ", submission.reasons());
      ledger.record(staged.version(), Change.REJECTED, SELF, why, verdicts);
    }
    return submission;
  }

  /** A live bundle that became unreadable must not keep its successor out. */
  private Optional<Bundle> liveForComparison() {
    try {
      Optional<ModelVersion> version = live();
      return version.isEmpty() ? Optional.empty() : store.find(name, version.get());
    } catch (IOException e) {
      LOG.warn("the candidate is judged without the live bundle: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** The newest version before the live one whose bundle is whole. */
  private Bundle previousWhole() throws IOException {
    for (Optional<ModelVersion> next = ledger.state().previous();
        next.isPresent();
        next = ledger.state().previous()) {
      Optional<Bundle> bundle = readOrLose(next.get());
      if (bundle.isPresent()) {
        return bundle.get();
      }
    }
    throw new IllegalStateException(
        live().isPresent()
            ? "version %s of %s is the only one that was live: there is nothing to roll back to"
                .formatted(live().get(), name)
            : "no version of %s is live: there is nothing to roll back".formatted(name));
  }

  /** The live bundle; when it is broken, the newest one before it that is whole. */
  private Optional<Bundle> liveWhole() throws IOException {
    for (Optional<ModelVersion> next = live(); next.isPresent(); next = live()) {
      Optional<Bundle> bundle = readOrLose(next.get());
      if (bundle.isPresent()) {
        return bundle;
      }
    }
    return Optional.empty();
  }

  private Optional<Bundle> readOrLose(ModelVersion version) throws IOException {
    try {
      return Optional.of(store.findWhole(name, version));
    } catch (IOException e) {
      LOG.error("version {} of {} can no longer be served: {}", version, name, e.getMessage());
      ledger.record(version, Change.LOST, SELF, e.getMessage(), List.of());
      return Optional.empty();
    }
  }

  /** A crash may have come between a bundle's publishing and its entry in the history. */
  private void adoptUnknown() throws IOException {
    for (ModelVersion version : store.versions(name)) {
      if (ledger.state().version(version).isEmpty()) {
        ledger.record(version, Change.ADOPTED, SELF, "found in the store", List.of());
      }
    }
  }

  /** Or between a bundle's deletion and its entry; a missing live one is no such case. */
  private void forgetDeleted() throws IOException {
    Set<ModelVersion> kept = new HashSet<>(store.versions(name));
    kept.addAll(store.rejectedVersions(name));
    live().ifPresent(kept::add);
    for (ModelVersion version : ledger.state().versions().keySet()) {
      if (!kept.contains(version)) {
        ledger.record(version, Change.PRUNED, SELF, "its bundle is gone", List.of());
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the version controller of " + name + " is closed");
    }
  }

  private static void requireSaid(String who, String why) {
    if (who == null || who.isBlank() || why == null || why.isBlank()) {
      throw new IllegalArgumentException(
          "a change by hand needs who and why, got '" + who + "' and '" + why + "'");
    }
  }
}
