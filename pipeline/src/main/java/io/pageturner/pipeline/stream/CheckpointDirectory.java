package io.pageturner.pipeline.stream;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the stream job keeps its checkpoints, {@code <job>/chk-<n>}, and the savepoints of orderly
 * stops; a restart continues from the newest complete one.
 */
final class CheckpointDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);
  private static final String METADATA = "_metadata";
  private static final FileStatus[] NOTHING = {};
  private static final int LISTINGS = 100;

  /** Checkpoints lie two levels deep, savepoints one. */
  private static final int DEPTH = 2;

  private final Path directory;

  CheckpointDirectory(String directory) {
    this.directory = new Path(directory);
  }

  /** The newest checkpoint or savepoint that can be read; empty when there is none. */
  Optional<String> newest() {
    try {
      FileSystem files = directory.getFileSystem();
      List<FileStatus> found = new ArrayList<>();
      if (files.exists(directory)) {
        findMetadata(files, directory, DEPTH, found);
      }
      return found.stream()
          .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
          .map(FileStatus::getPath)
          .filter(metadata -> isReadable(files, metadata))
          .map(metadata -> metadata.getParent().toString())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoints in " + directory + " cannot be listed", e);
    }
  }

  private static void findMetadata(FileSystem files, Path parent, int depth, List<FileStatus> found)
      throws IOException {
    for (FileStatus child : children(files, parent)) {
      if (!child.isDir()) {
        continue;
      }
      Optional<FileStatus> metadata = status(files, new Path(child.getPath(), METADATA));
      if (metadata.isPresent()) {
        found.add(metadata.get());
      } else if (depth > 1) {
        findMetadata(files, child.getPath(), depth - 1, found);
      }
    }
  }

  /**
   * None of a directory that is gone: a job that has just stopped still deletes old checkpoints. A
   * local listing also fails when one of its files goes away meanwhile, and is made again.
   */
  private static FileStatus[] children(FileSystem files, Path parent) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        FileStatus[] children = files.listStatus(parent);
        return children == null ? NOTHING : children;
      } catch (FileNotFoundException e) {
        if (!files.exists(parent)) {
          return NOTHING;
        }
        if (attempt == LISTINGS) {
          throw e;
        }
      }
    }
  }

  private static Optional<FileStatus> status(FileSystem files, Path file) throws IOException {
    try {
      return Optional.of(files.getFileStatus(file));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** A process that was killed while it wrote may have left half a file. */
  private static boolean isReadable(FileSystem files, Path metadata) {
    try (DataInputStream in = new DataInputStream(files.open(metadata))) {
      Checkpoints.loadCheckpointMetadata(
          in, CheckpointDirectory.class.getClassLoader(), metadata.toString());
      return true;
    } catch (FileNotFoundException e) {
      return false; // Deleted since it was found.
    } catch (IOException e) {
      LOG.warn("checkpoint {} is not complete and is passed over", metadata.getParent(), e);
      return false;
    }
  }
}
