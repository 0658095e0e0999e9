package io.pageturner.pipeline.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Unfinished sample files that an earlier run left behind.
 *
 * <p>Before a start nobody can tell the orphans of a crash from files that the restored checkpoint
 * is about to finish, which renames them. So they are listed before the start, and those that still
 * have their unfinished name at the orderly end are deleted.
 */
final class OrphanFiles {
  private static final String UNFINISHED = ".inprogress.";

  /** None: a job that runs has its files under way. */
  static final OrphanFiles NONE = new OrphanFiles(List.of());

  private final List<Path> found;

  private OrphanFiles(List<Path> found) {
    this.found = found;
  }

  /** The unfinished files below {@code directory}, which may be missing. */
  static OrphanFiles in(String directory) {
    Path root = new Path(directory);
    List<Path> found = new ArrayList<>();
    try {
      FileSystem files = root.getFileSystem();
      if (files.exists(root)) {
        find(files, root, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("sample files in " + directory + " cannot be listed", e);
    }
    return new OrphanFiles(found);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Deletes those that still are unfinished. */
  void delete() {
    for (Path file : found) {
      try {
        file.getFileSystem().delete(file, false);
      } catch (IOException e) {
        throw new UncheckedIOException("orphan " + file + " cannot be deleted", e);
      }
    }
  }

  private static void find(FileSystem files, Path parent, List<Path> found) throws IOException {
    for (FileStatus child : files.listStatus(parent)) {
      if (child.isDir()) {
        find(files, child.getPath(), found);
      } else if (child.getPath().getName().contains(UNFINISHED)) {
        found.add(child.getPath());
      }
    }
  }
}
