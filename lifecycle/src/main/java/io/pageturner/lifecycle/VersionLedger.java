package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's state on disk: {@code history.jsonl}, which is the truth, and {@code
 * controller.json}, which spares a start from reading all of it.
 *
 * <p>A change is first appended to the history, then the state's file is replaced; opening applies
 * the entries that the file lacks, to the file too, which is all that followers look at. So a kill
 * at any moment leaves a change made or not made. {@link #state} may be read by any thread, all
 * else is used under its owner's lock.
 */
final class VersionLedger {
  private static final Logger LOG = LoggerFactory.getLogger(VersionLedger.class);

  private final Path stateFile;
  private final InstantSource clock;
  private final History history;
  private volatile ControllerState state;

  /** Opens the ledger of the model whose directory is {@code home}. */
  VersionLedger(Path home, InstantSource clock) throws IOException {
    this.stateFile = home.resolve("controller.json");
    this.clock = clock;
    this.state = readState(stateFile);
    long written = state.sequence();
    this.history = History.open(home.resolve(History.FILE), this::catchUp);
    if (state.sequence() != written) {
      replaceFile();
    }
  }

  ControllerState state() {
    return state;
  }

  /** The newest entries, oldest first. */
  List<HistoryEntry> recent() {
    return history.recent();
  }

  /**
   * Makes a change, for good.
   *
   * @throws IOException when it could not be written; the change is then not made
   */
  void record(ModelVersion version, Change change, String who, String why, List<Verdict> verdicts)
      throws IOException {
    Instant now = clock.instant();
    ControllerState next = state.apply(version, change, now, why);
    history.append(
        new HistoryEntry(next.sequence(), now, version, change, next.live(), who, why, verdicts));
    state = next;
    replaceFile();
  }

  private void replaceFile() {
    try {
      DurableFiles.replace(stateFile, ControllerJson.write(state));
    } catch (IOException e) {
      LOG.warn("{} is behind the history until the next change: {}", stateFile, e.getMessage());
    }
  }

  private void catchUp(HistoryEntry entry) throws IOException {
    if (entry.sequence() <= state.sequence()) {
      return;
    }
    if (entry.sequence() != state.sequence() + 1) {
      throw new IOException(
          "the history beside "
              + stateFile
              + " has no readable entry "
              + (state.sequence() + 1)
              + " before entry "
              + entry.sequence());
    }
    state = state.apply(entry.version(), entry.change(), entry.time(), entry.why());
    if (!state.live().equals(entry.live())) {
      throw new IOException(
          "history entry %d says that version %s is live, its change makes it %s"
              .formatted(entry.sequence(), shown(entry.live()), shown(state.live())));
    }
  }

  private static ControllerState readState(Path file) {
    if (!Files.exists(file)) {
      return ControllerState.EMPTY;
    }
    try {
      return ControllerJson.readState(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      LOG.warn("building the state from the whole history: {}", e.getMessage());
      return ControllerState.EMPTY;
    }
  }

  private static String shown(Optional<ModelVersion> version) {
    return version.map(ModelVersion::toString).orElse("none");
  }
}
