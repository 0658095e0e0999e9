package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which version of one model is live and which is on trial: proves candidates, publishes,
 * promotes, takes back.
 *
 * <p>After a roll-back the controller is <i>pinned</i>: candidates that pass become available, and
 * none goes live until somebody promotes one; else the trainer would undo the roll-back seconds
 * later.
 *
 * <p>Safe for many threads; candidates are proven one at a time, and a roll-back never waits for a
 * proof. What it decides survives a kill at any moment. One controller at a time has a model's
 * directory.
 */
public final class VersionController implements Versions {
  private static final Logger LOG = LoggerFactory.getLogger(VersionController.class);
  private static final String SELF = "version-controller";

  private final BundleStore store;
  private final String name;
  private final GateKeeper gates;
  private final Launch launch;
  private final boolean dispensable;
  private final DirectoryLock directoryLock;
  private final VersionLedger ledger;
  private final WholeBundles bundles;
  private final RolloutListeners listeners;
  private final Object submitting = new Object();
  private final Object changing = new Object();
  private Rollout rollout;
  private volatile boolean closed;

  /** A controller whose candidates go live at once when they have passed. */
  public VersionController(BundleStore store, String name, List<Gate> gates, InstantSource clock)
      throws IOException {
    this(store, name, gates, Launch.FULL, true, clock);
  }

  /**
   * Continues from what is on disk: the version that was live is live again.
   *
   * @param gates asked in this order; each of them, so that a rejection names every reason
   * @param dispensable whether something stands in where no version is live, as the team's ranking
   *     does for a policy: then the only version can be taken back, too
   * @throws IOException when the directory cannot be read or written, or another controller has it
   */
  public VersionController(
      BundleStore store,
      String name,
      List<Gate> gates,
      Launch launch,
      boolean dispensable,
      InstantSource clock)
      throws IOException {
    this.store = store;
    this.name = ModelNames.check(name);
    this.gates = new GateKeeper(gates);
    this.launch = Objects.requireNonNull(launch, "launch is missing");
    this.dispensable = dispensable;
    Path home = DurableFiles.createDirectories(store.home(name));
    this.directoryLock = DirectoryLock.take(home);
    try {
      this.ledger = new VersionLedger(home, Objects.requireNonNull(clock, "clock is missing"));
      this.bundles = new WholeBundles(store, name, ledger, SELF);
      this.rollout = bundles.recover();
    } catch (IOException | RuntimeException e) {
      directoryLock.close();
      throw e;
    }
    this.listeners = new RolloutListeners(SELF + "-" + name);
    listeners.announce(rollout);
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

  @Override
  public Optional<ModelVersion> live() {
    return ledger.state().live();
  }

  @Override
  public Optional<ModelVersion> canary() {
    return ledger.state().canary();
  }

  @Override
  public boolean pinned() {
    return ledger.state().pinned();
  }

  @Override
  public void promote(ModelVersion version, String who, String why) throws IOException {
    requireSaid(who, why);
    synchronized (changing) {
      requireOpen();
      ledger.state().requirePromotable(version);
      Bundle bundle = store.findWhole(name, version);
      ledger.record(version, Change.PROMOTED, who, why, List.of());
      announce(rollout.withLive(Optional.of(bundle)));
    }
  }

  /** Ends a trial well: the version goes live, unless its trial was ended in the meantime. */
  void promoteCanary(ModelVersion version, String who, String why) throws IOException {
    synchronized (changing) {
      if (canary().equals(Optional.of(version))) {
        promote(version, who, why);
      }
    }
  }

  /** Takes the live version back, whichever it is. */
  public Optional<ModelVersion> rollback(String who, String why) throws IOException {
    synchronized (changing) {
      return rollback(live().orElse(ModelVersion.NONE), who, why);
    }
  }

  @Override
  public Optional<ModelVersion> rollback(ModelVersion version, String who, String why)
      throws IOException {
    requireSaid(who, why);
    synchronized (changing) {
      requireOpen();
      if (canary().equals(Optional.of(version))) {
        ledger.record(version, Change.WITHDRAWN, who, why, List.of());
        announce(rollout.withCanary(Optional.empty()));
        return live();
      }
      ModelVersion serving =
          live()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no version of %s is live: there is nothing to roll back"
                              .formatted(name)));
      if (!serving.equals(version)) {
        throw new IllegalStateException(
            "only the live version, which is %s, or one on trial can be rolled back, not %s"
                .formatted(serving, version));
      }
      Optional<Bundle> target = bundles.previous();
      if (target.isEmpty() && !dispensable) {
        throw new IllegalStateException(
            "version %s of %s is the only one that was live: there is nothing to roll back to"
                .formatted(version, name));
      }
      ledger.record(version, Change.ROLLED_BACK, who, why, List.of());
      announce(rollout.withLive(target));
      return Rollout.version(target);
    }
  }

  @Override
  public void pin(boolean pinned, String who, String why) throws IOException {
    requireSaid(who, why);
    synchronized (changing) {
      requireOpen();
      ModelVersion held =
          live().orElseThrow(() -> new IllegalStateException("no version of " + name + " is live"));
      ledger.record(held, pinned ? Change.PINNED : Change.UNPINNED, who, why, List.of());
      if (pinned) {
        announce(rollout.withCanary(Optional.empty()));
      }
    }
  }

  /** What happened, oldest first: the newest 1,000 entries; {@code history.jsonl} has all. */
  @Override
  public List<HistoryEntry> history() {
    synchronized (changing) {
      return ledger.recent();
    }
  }

  @Override
  public List<VersionState> versions() {
    return ledger.state().newestFirst();
  }

  /**
   * Deletes old bundles: all but the newest {@code keep}, the live one, the one on trial and the
   * one that a roll-back would return to; and all but the newest {@code keep} rejected ones.
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
        canary().ifPresent(inUse::add);
        ledger.state().previous().ifPresent(inUse::add);
        List<ModelVersion> deleted = store.prune(name, keep, inUse);
        for (ModelVersion version : deleted) {
          ledger.record(version, Change.PRUNED, SELF, "older than the newest " + keep, List.of());
        }
        return deleted;
      }
    }
  }

  @Override
  public void onLive(Consumer<Optional<Bundle>> listener) {
    listeners.onLive(Objects.requireNonNull(listener, "listener is missing"));
  }

  @Override
  public void onCanary(Consumer<Optional<Bundle>> listener) {
    listeners.onCanary(Objects.requireNonNull(listener, "listener is missing"));
  }

  /** Ends what is running, stops the announcements and lets go of the directory. */
  @Override
  public void close() {
    closed = true;
    listeners.close();
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
      ModelVersion version = bundle.version();
      if (pinned() || canary().isPresent()) {
        String why =
            pinned() ? "passed, but pinned" : "passed, but version " + canary().get() + " is tried";
        ledger.record(version, Change.HELD, SELF, why, verdicts);
        return new Submission(version, VersionStatus.AVAILABLE, verdicts);
      }
      if (launch == Launch.CANARY && live().isPresent()) {
        ledger.record(version, Change.TRIED, SELF, "passed every gate: on trial", verdicts);
        announce(rollout.withCanary(Optional.of(bundle)));
        return new Submission(version, VersionStatus.CANARY, verdicts);
      }
      ledger.record(version, Change.PUBLISHED, SELF, "passed every gate", verdicts);
      announce(rollout.withLive(Optional.of(bundle)));
      return new Submission(version, VersionStatus.LIVE, verdicts);
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

  private void announce(Rollout next) {
    rollout = next;
    listeners.announce(next);
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
