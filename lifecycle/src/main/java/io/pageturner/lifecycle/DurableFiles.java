package io.pageturner.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** File operations that are on the disk when they return, and whole or not at all. */
public final class DurableFiles {
  private DurableFiles() {}

  /** Replaces {@code file}; a reader, or a restart after a crash, sees the old or the new bytes. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path next = file.resolveSibling("." + file.getFileName() + ".next");
    Files.write(next, bytes);
    sync(next);
    move(next, file);
  }

  /** Makes a directory with those above it; one that exists is no error. */
  static Path createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      createDirectories(directory.getParent());
      Files.createDirectories(directory);
      sync(directory.getParent());
    }
    return directory;
  }

  /** Renames atomically within one file system. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(to.getParent());
    if (!from.getParent().equals(to.getParent())) {
      sync(from.getParent());
    }
  }

  /** Forces a directory with all that is below it onto the disk. */
  public static void syncTree(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        sync(path);
      }
    }
  }

  /** Deletes a directory with all that is below it; a missing one is no error. */
  public static void deleteTree(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(directory)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** Forces one file's bytes, or one directory's entries, onto the disk. */
  private static void sync(Path path) throws IOException {
    // A directory can be opened for reading and forced on Linux and macOS, which we run on.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
