package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which version of one model is live: proves candidates, publishes, promotes, takes back.
 *
 * <p>After a roll-back the controller is <i>pinned</i>: candidates that pass become available, and
 * none goes live until somebody promotes one; else the trainer would undo the roll-back seconds
 * later.
 *
 * <p>Each change is first appended to {@code history.jsonl}, then {@code controller.json} is
 * replaced; a start applies the entries that the state lacks. So a kill at any moment leaves a
 * change made or not made. Safe for many threads; candidates are proven one at a time, and a
 * roll-back never waits for a proof. One controller at a time writes a model's directory.
 */
public final class VersionController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VersionController.class);
  private static final String SELF = "version-controller";

  private final BundleStore store;
  private final String name;
  private final List<Gate> gates;
  private final InstantSource clock;
  private final Path stateFile;
  private final DirectoryLock directoryLock;
  private final History history;
  private final LiveAnnouncer announcer;
  private final Object submitting = new Object();
  private final Object changing = new Object();
  private volatile ControllerState state;
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
    this.gates = List.copyOf(gates);
    this.clock = Objects.requireNonNull(clock, "clock is missing");
    Path home = Files.createDirectories(store.home(name));
    this.stateFile = home.resolve("controller.json");
    this.directoryLock = DirectoryLock.take(home);
    try {
      this.state = readState();
      this.history = History.open(home.resolve("history.jsonl"), this::catchUp);
      reconcile();
    } catch (IOException | RuntimeException e) {
      directoryLock.close();
      throw e;
    }
    this.announcer = new LiveAnnouncer(SELF + "-" + name);
    announceLive();
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
      List<Verdict> verdicts = prove(staged);
      VersionStatus status =
          verdicts.stream().allMatch(Verdict::passed)
              ? publish(staged, verdicts)
              : reject(staged, verdicts);
      Submission submission = new Submission(staged.version(), status, verdicts);
      LOG.info("{} is {} {}", staged, status, submission.reasons());
      return submission;
    }
  }

  /** The live version; empty before the first was published. */
  public Optional<ModelVersion> live() {
    return state.live();
  }

  /** Whether candidates that pass wait for a promotion. */
  public boolean pinned() {
    return state.pinned();
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
      requirePromotable(version);
      Bundle bundle = readWhole(version);
      commit(version, Change.PROMOTED, who, why, List.of());
      announcer.announce(bundle);
    }
  }

  /**
   * Takes the live version back: the version live before it is live again, and the controller is
   * pinned.
   *
   * @return the version that is live now
   * @throws IllegalStateException when no version was live before
   */
  public ModelVersion rollback(String who, String why) throws IOException {
    requireSaid(who, why);
    synchronized (changing) {
      requireOpen();
      Bundle target = previousWhole();
      commit(state.live().orElseThrow(), Change.ROLLED_BACK, who, why, List.of());
      announcer.announce(target);
      return target.version();
    }
  }

  /** What happened, oldest first: the newest 1,000 entries; the file has all. */
  public List<HistoryEntry> history() {
    synchronized (changing) {
      return history.recent();
    }
  }

  /** Every version that is not pruned, newest first. */
  public List<VersionState> versions() {
    return state.versions().values().stream()
        .sorted(Comparator.comparing(VersionState::version).reversed())
        .toList();
  }

  /**
   * Deletes old bundles, all but the newest {@code keep}, the live one and the one a roll-back
   * would return to.
   *
   * @return the versions whose bundles were deleted
   */
  public List<ModelVersion> prune(int keep) throws IOException {
    synchronized (changing) {
      requireOpen();
      Set<ModelVersion> inUse = new HashSet<>();
      state.live().ifPresent(inUse::add);
      state.previous().ifPresent(inUse::add);
      List<ModelVersion> deleted = store.prune(name, keep, inUse);
      for (ModelVersion version : deleted) {
        commit(version, Change.PRUNED, SELF, "older than the newest " + keep, List.of());
      }
      return deleted;
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

  /** Stops the announcements and lets another controller have the directory. */
  @Override
  public void close() throws IOException {
    closed = true;
    announcer.close();
    synchronized (submitting) {
      synchronized (changing) {
        directoryLock.close();
      }
    }
  }

  private List<Verdict> prove(Bundle staged) throws IOException {
    Optional<Bundle> live = Optional.empty();
    if (state.live().isPresent()) {
      live = store.find(name, state.live().get());
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Gate gate : gates) {
      verdicts.add(ask(gate, staged, live));
    }
    return verdicts;
  }

  private static Verdict ask(Gate gate, Bundle staged, Optional<Bundle> live) {
    try {
      return gate.check(staged, live);
    } catch (RuntimeException e) {
      LOG.warn("gate {} failed on {}", gate.name(), staged, e);
      return Verdict.failed(gate.name(), "the gate itself failed: " + e, new java.util.TreeMap<>());
    }
  }

  private VersionStatus publish(Bundle staged, List<Verdict> verdicts) throws IOException {
    Bundle bundle = store.publish(staged);
    synchronized (changing) {
      if (state.pinned()) {
        commit(bundle.version(), Change.HELD, SELF, "passed, but pinned", verdicts);
        return VersionStatus.AVAILABLE;
      }
      commit(bundle.version(), Change.PUBLISHED, SELF, "passed every gate", verdicts);
      announcer.announce(bundle);
      return VersionStatus.LIVE;
    }
  }

  private VersionStatus reject(Bundle staged, List<Verdict> verdicts) throws IOException {
    store.reject(staged);
    String why =
        verdicts.stream()
            .filter(verdict -> !verdict.passed())
            .map(verdict -> verdict.gate() + ": " + verdict.reason())
            .collect(Collectors.joining("; "));
    synchronized (changing) {
      commit(staged.version(), Change.REJECTED, SELF, why, verdicts);
    }
    return VersionStatus.REJECTED;
  }

  private void requirePromotable(ModelVersion version) {
    VersionState found =
        state
            .version(version)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no version "
                            + version
                            + " of "
                            + name
                            + "; there are "
                            + state.versions().keySet()));
    if (found.status() == VersionStatus.REJECTED) {
      throw new IllegalStateException(
          "version " + version + " of " + name + " was rejected: " + found.why());
    }
  }

  /** The newest version before the live one whose bundle is whole. */
  private Bundle previousWhole() throws IOException {
    while (state.previous().isPresent()) {
      ModelVersion version = state.previous().get();
      try {
        return readWhole(version);
      } catch (IOException e) {
        commit(version, Change.LOST, SELF, e.getMessage(), List.of());
      }
    }
    throw new IllegalStateException(
        "no version of "
            + name
            + " was live before "
            + state.live().map(ModelVersion::toString).orElse("now")
            + ": there is nothing to roll back to");
  }

  private Bundle readWhole(ModelVersion version) throws IOException {
    Bundle bundle =
        store
            .find(name, version)
            .orElseThrow(() -> new IOException("bundle " + name + "/" + version + " is missing"));
    store.verify(bundle);
    return bundle;
  }

  private void commit(
      ModelVersion version, Change change, String who, String why, List<Verdict> verdicts)
      throws IOException {
    HistoryEntry draft =
        new HistoryEntry(
            state.sequence() + 1,
            clock.instant(),
            version,
            change,
            Optional.empty(),
            who,
            why,
            verdicts);
    ControllerState next = state.apply(draft);
    history.append(draft.withLive(next.live()));
    state = next;
    try {
      DurableFiles.replace(stateFile, ControllerJson.write(next));
    } catch (IOException e) {
      LOG.warn("{} is behind the history until the next change: {}", stateFile, e.getMessage());
    }
  }

  private ControllerState readState() {
    if (!Files.exists(stateFile)) {
      return ControllerState.EMPTY;
    }
    try {
      return ControllerJson.readState(Files.readAllBytes(stateFile), stateFile.toString());
    } catch (IOException e) {
      LOG.warn("building the state from the whole history: {}", e.getMessage());
      return ControllerState.EMPTY;
    }
  }

  private void catchUp(HistoryEntry entry) throws IOException {
    if (entry.sequence() <= state.sequence()) {
      return;
    }
    try {
      state = state.apply(entry);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Brings state and store together: a crash may have come between a bundle and its entry. */
  private void reconcile() throws IOException {
    for (ModelVersion version : store.versions(name)) {
      if (state.version(version).isEmpty()) {
        commit(version, Change.ADOPTED, SELF, "found in the store", List.of());
      }
    }
    while (state.live().isPresent()) {
      ModelVersion version = state.live().get();
      try {
        readWhole(version);
        return;
      } catch (IOException e) {
        LOG.error("the live version cannot be served: {}", e.getMessage());
        commit(version, Change.LOST, SELF, e.getMessage(), List.of());
      }
    }
  }

  private void announceLive() throws IOException {
    if (state.live().isPresent()) {
      announcer.announce(readWhole(state.live().get()));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the version controller of " + name + " is closed");
    }
  }

  private static void requireSaid(String who, String why) {
    if (who == null || who.isBlank() || why == null || why.isBlank()) {
      throw new IllegalArgumentException("a change by hand needs who and why");
    }
  }
}
