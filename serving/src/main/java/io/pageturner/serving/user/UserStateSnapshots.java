package io.pageturner.serving.user;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the users' memory in a file: restored at the start, written at an interval and at the end.
 *
 * <p>What was accepted after the last snapshot of a killed process is in the event log, not here.
 */
public final class UserStateSnapshots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UserStateSnapshots.class);

  private final UserStates states;
  private final Path file;
  private final ScheduledExecutorService thread;

  /**
   * Restores {@code states} from {@code file} and starts the writing thread.
   *
   * <p>A file that cannot be read is put aside under {@code <file>.broken}: serving starts with
   * what it has, because users can be served without a memory.
   */
  public UserStateSnapshots(UserStates states, Path file, Duration interval) throws IOException {
    this.states = states;
    this.file = file;
    Files.createDirectories(file.toAbsolutePath().getParent());
    restore();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "user-state-snapshots"));
    long millis = interval.toMillis();
    thread.scheduleWithFixedDelay(this::write, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void restore() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try {
      UserStatesFile.read(file, states);
      LOG.info("restored the memory of {} users from {}", states.size(), file);
    } catch (IOException e) {
      Path aside = file.resolveSibling(file.getFileName() + ".broken");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn("{}; put aside as {}", e.toString(), aside);
    }
  }

  private void write() {
    try {
      UserStatesFile.write(file, states);
    } catch (IOException e) {
      LOG.error("the users' memory could not be written; trying again at the next interval", e);
    }
  }

  /** Writes a last snapshot and stops the thread. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("a snapshot of the users' memory is still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write();
  }
}
