package io.pageturner.learning.trainer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pageturner.lifecycle.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories {@code checkpoint-<number>} of which the newest two are kept.
 *
 * <p>A checkpoint is written aside, forced onto the disk and renamed, so that it is there whole or
 * not at all; checksums tell one that was damaged later. Used by one thread.
 */
public final class CheckpointDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PREFIX = "checkpoint-";
  private static final String UNFINISHED = ".unfinished";
  private static final String CHECKSUMS = "checksums.json";
  private static final int KEPT = 2;

  private final Path home;

  /** What writes a checkpoint's files. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param directory an empty one
     */
    void writeTo(Path directory) throws IOException;
  }

  /**
   * @param home the directory of the checkpoints; made when there is none
   */
  public CheckpointDirectory(Path home) throws IOException {
    this.home = Files.createDirectories(home);
  }

  /** Whether there is a checkpoint to continue from, sound or not. */
  public boolean present() throws IOException {
    return !newestFirst().isEmpty();
  }

  /** Writes a checkpoint and removes those before the last. */
  public void write(Content content) throws IOException {
    Path unfinished = home.resolve(UNFINISHED);
    DurableFiles.deleteTree(unfinished);
    Files.createDirectory(unfinished);
    content.writeTo(unfinished);
    Files.write(unfinished.resolve(CHECKSUMS), JSON.writeValueAsBytes(checksums(unfinished)));
    DurableFiles.syncTree(unfinished);
    DurableFiles.move(unfinished, home.resolve(nextName()));
    deleteOld();
  }

  /** The newest sound checkpoint; a damaged one is told of and passed over. */
  public Optional<Path> newestSound() throws IOException {
    for (Path checkpoint : newestFirst()) {
      Optional<String> damage = damage(checkpoint);
      if (damage.isEmpty()) {
        return Optional.of(checkpoint);
      }
      LOG.error("{} is damaged ({}), falling back to the one before", checkpoint, damage.get());
    }
    return Optional.empty();
  }

  /** What is wrong with a checkpoint's files. */
  private static Optional<String> damage(Path checkpoint) {
    try {
      Map<?, ?> expected = JSON.readValue(checkpoint.resolve(CHECKSUMS).toFile(), Map.class);
      Map<String, String> found = checksums(checkpoint);
      return expected.equals(found)
          ? Optional.empty()
          : Optional.of("its files have checksums " + found + ", not " + expected);
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /** Of every file but the checksums' own. */
  private static Map<String, String> checksums(Path checkpoint) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.list(checkpoint)) {
      for (Path file : files.filter(f -> !f.endsWith(CHECKSUMS)).toList()) {
        checksums.put(file.getFileName().toString(), checksum(file));
      }
    }
    return checksums;
  }

  private static String checksum(Path file) throws IOException {
    try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
      in.transferTo(OutputStream.nullOutputStream());
      return Long.toHexString(in.getChecksum().getValue());
    }
  }

  private String nextName() throws IOException {
    List<Path> present = newestFirst();
    long last = present.isEmpty() ? 0 : number(present.get(0));
    return PREFIX + "%010d".formatted(last + 1);
  }

  private List<Path> newestFirst() throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches(PREFIX + "\\d{10}"))
          .sorted(Comparator.comparingLong(CheckpointDirectory::number).reversed())
          .toList();
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }

  private void deleteOld() throws IOException {
    List<Path> present = newestFirst();
    for (Path old : present.subList(Math.min(KEPT, present.size()), present.size())) {
      DurableFiles.deleteTree(old);
    }
  }
}
