package io.pageturner.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A {@link KeyValueStore} in this process's memory, with one snapshot file per space: {@code
 * <directory>/<space>.space}.
 *
 * <p>A space is read from its file when it is first asked for. One process at a time writes; others
 * may read what its last snapshot left.
 */
public final class HeapStore implements KeyValueStore {
  private static final String SUFFIX = ".space";

  private final Path directory;
  private final FileChannel lock; // Null when read-only.
  private final Map<String, Map<String, byte[]>> loaded = new ConcurrentHashMap<>();
  private final Set<String> changed = new LinkedHashSet<>(); // In order; guarded by this.
  private final Set<String> dropped = new HashSet<>(); // Guarded by this.

  private HeapStore(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens the store of a directory, which is made when it is missing.
   *
   * @throws IOException when another process or store writes to it
   */
  public static HeapStore open(Path directory) throws IOException {
    Path home = Files.createDirectories(directory.toAbsolutePath());
    FileChannel channel =
        FileChannel.open(
            home.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!tryLock(channel)) {
      channel.close();
      throw new IOException(
          "the key-value store "
              + directory
              + " is in use by another process; stop it, or configure pageturner.store.redis");
    }
    return new HeapStore(home, channel);
  }

  /** Opens what the last snapshot left, beside a process that writes; a missing one is empty. */
  public static HeapStore readOnly(Path directory) {
    return new HeapStore(directory.toAbsolutePath(), null);
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock taken = channel.tryLock(); // Held until the channel is closed.
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public Map<String, byte[]> getMany(String space, Collection<String> keys, Duration patience)
      throws IOException {
    Map<String, byte[]> entries = space(space);
    Map<String, byte[]> found = new HashMap<>();
    for (String key : keys) {
      byte[] value = entries.get(key);
      if (value != null) {
        found.put(key, value);
      }
    }
    return found;
  }

  @Override
  public synchronized void putMany(String space, Map<String, byte[]> values) throws IOException {
    requireWriter();
    space(space).putAll(values);
    changed.remove(space); // What was changed last is written last.
    changed.add(space);
  }

  @Override
  public void forEach(String space, BiConsumer<String, byte[]> visitor) throws IOException {
    space(space).forEach(visitor);
  }

  @Override
  public synchronized void drop(String space) throws IOException {
    requireWriter();
    loaded.put(Spaces.check(space), new ConcurrentHashMap<>());
    changed.remove(space);
    dropped.add(space);
  }

  @Override
  public synchronized Set<String> spaces() throws IOException {
    Set<String> spaces = new TreeSet<>(onDisk());
    spaces.removeAll(dropped);
    loaded.forEach(
        (space, entries) -> {
          if (!entries.isEmpty()) {
            spaces.add(space);
          }
        });
    return spaces;
  }

  private Set<String> onDisk() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> spaces = new HashSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .forEach(name -> spaces.add(name.substring(0, name.length() - SUFFIX.length())));
      return spaces;
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }

  /** Writes the spaces in the order in which they were changed, then deletes those dropped. */
  @Override
  public synchronized void snapshot() throws IOException {
    requireWriter();
    for (String space : List.copyOf(changed)) {
      SpaceFile.write(file(space), loaded.get(space));
      changed.remove(space);
      dropped.remove(space);
    }
    for (String space : List.copyOf(dropped)) {
      Files.deleteIfExists(file(space));
      dropped.remove(space);
    }
    SpaceFile.sync(directory);
  }

  @Override
  public void close() throws IOException {
    loaded.clear();
    if (lock != null) {
      lock.close();
    }
  }

  private Map<String, byte[]> space(String space) throws IOException {
    Map<String, byte[]> entries = loaded.get(space);
    return entries == null ? load(space) : entries;
  }

  private synchronized Map<String, byte[]> load(String space) throws IOException {
    Map<String, byte[]> present = loaded.get(Spaces.check(space));
    if (present != null) {
      return present;
    }
    Map<String, byte[]> entries = new ConcurrentHashMap<>();
    if (Files.exists(file(space))) {
      SpaceFile.read(file(space), entries::put);
    }
    loaded.put(space, entries);
    return entries;
  }

  private Path file(String space) {
    return directory.resolve(space + SUFFIX);
  }

  private void requireWriter() throws IOException {
    if (lock == null) {
      throw new IOException("the key-value store " + directory + " was opened for reading only");
    }
  }

  @Override
  public String toString() {
    return "heap store " + directory;
  }
}
