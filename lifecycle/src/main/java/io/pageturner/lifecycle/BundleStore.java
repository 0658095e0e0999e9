package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of all bundles: {@code <root>/<name>/<version>/}, each written once and whole.
 *
 * <pre>
 *   policy/
 *     1/ 2/ 5/          published bundles; what TensorFlow Serving scans for
 *     rejected/3/       bundles that a gate refused, kept for whoever asks why
 *     .staged-6/        being written, or the leftover of a crash: never read, cleaned up
 *     last-version      greatest number ever given, so that none is given twice
 * </pre>
 *
 * <p>Any number of processes may read; one process writes the bundles of a name ({@link
 * VersionController} sees to that). Safe for many threads.
 */
public final class BundleStore {
  private static final Logger LOG = LoggerFactory.getLogger(BundleStore.class);
  private static final String STAGED = ".staged-";
  private static final String DELETED = ".deleted-";
  private static final String REJECTED = "rejected";
  private static final String LAST_VERSION = "last-version";

  private final Path root;
  private final Set<String> cleaned = new HashSet<>();

  /** A store under {@code root}, which is made when the first bundle is added. */
  public BundleStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  public Path root() {
    return root;
  }

  /**
   * Writes, hashes and publishes a bundle under the next version of its name, unproven: for models
   * that have no {@link VersionController}.
   *
   * @throws IOException when it cannot be written; nothing is then left but a skipped number
   */
  public Bundle add(Candidate candidate) throws IOException {
    return publish(stage(candidate));
  }

  /** The published bundle of this name and version. */
  public Optional<Bundle> find(String name, ModelVersion version) throws IOException {
    Path directory = home(name).resolve(version.toString());
    return Files.isDirectory(directory) ? Optional.of(open(directory)) : Optional.empty();
  }

  /**
   * The published bundle of this name and version, with every file as it was written.
   *
   * @throws IOException when it is missing or broken
   */
  Bundle findWhole(String name, ModelVersion version) throws IOException {
    Bundle bundle =
        find(name, version)
            .orElseThrow(() -> new IOException("bundle " + name + "/" + version + " is missing"));
    verify(bundle);
    return bundle;
  }

  /**
   * All readable published bundles of a name, oldest first; a broken one is logged and left out.
   */
  public List<Bundle> list(String name) throws IOException {
    List<Bundle> bundles = new ArrayList<>();
    for (ModelVersion version : versionsIn(home(name))) {
      try {
        find(name, version).ifPresent(bundles::add);
      } catch (IOException e) {
        LOG.warn("bundle {}/{} is left out: {}", name, version, e.getMessage());
      }
    }
    return List.copyOf(bundles);
  }

  /**
   * Compares every file of a bundle with the hashes in its manifest.
   *
   * @throws IOException that names the files which differ, are missing, or do not belong
   */
  public void verify(Bundle bundle) throws IOException {
    SortedMap<String, String> found = FileHashes.of(bundle.directory());
    found.remove(Bundle.MANIFEST_FILE);
    List<String> faults = FileHashes.differences(bundle.manifest().sha256(), found);
    if (!faults.isEmpty()) {
      throw new IOException("bundle " + bundle + " is broken: " + String.join(", ", faults));
    }
  }

  /**
   * Deletes all but the newest {@code keep} bundles of a name, and all but as many rejected ones.
   *
   * @param protectedVersions never deleted, and not counted among the {@code keep}
   * @return the versions that were deleted, published and rejected
   */
  public synchronized List<ModelVersion> prune(
      String name, int keep, Set<ModelVersion> protectedVersions) throws IOException {
    if (keep < 0) {
      throw new IllegalArgumentException("keep must be 0 or more, was " + keep);
    }
    Path home = home(name);
    List<ModelVersion> deleted = new ArrayList<>();
    deleted.addAll(deleteOldest(home.resolve(REJECTED), home, keep, Set.of()));
    deleted.addAll(deleteOldest(home, home, keep, protectedVersions));
    return List.copyOf(deleted);
  }

  /** Writes a bundle, with its manifest last, where nobody looks for bundles yet. */
  Bundle stage(Candidate candidate) throws IOException {
    ModelVersion version = reserve(candidate.name());
    Path directory = home(candidate.name()).resolve(STAGED + version);
    try {
      Files.createDirectory(directory);
      candidate.content().writeTo(directory);
      Bundle staged = new Bundle(directory, manifest(candidate, version, directory));
      Path manifestFile = staged.file(Bundle.MANIFEST_FILE);
      Files.createDirectories(manifestFile.getParent());
      Files.write(manifestFile, ManifestJson.write(staged.manifest()));
      DurableFiles.syncTree(directory);
      return staged;
    } catch (IOException | RuntimeException e) {
      DurableFiles.deleteTree(directory);
      throw e;
    }
  }

  /** Gives a staged bundle its place among the published ones, in one step. */
  Bundle publish(Bundle staged) throws IOException {
    Path target = home(staged.name()).resolve(staged.version().toString());
    DurableFiles.move(staged.directory(), target);
    return new Bundle(target, staged.manifest());
  }

  /** Puts a staged bundle aside. */
  Bundle reject(Bundle staged) throws IOException {
    Path aside = DurableFiles.createDirectories(home(staged.name()).resolve(REJECTED));
    Path target = aside.resolve(staged.version().toString());
    DurableFiles.move(staged.directory(), target);
    return new Bundle(target, staged.manifest());
  }

  /** Numbers of the published bundles of a name, oldest first, readable or not. */
  List<ModelVersion> versions(String name) throws IOException {
    return versionsIn(home(name));
  }

  /** Numbers of the rejected bundles of a name that are kept, oldest first. */
  List<ModelVersion> rejectedVersions(String name) throws IOException {
    return versionsIn(home(name).resolve(REJECTED));
  }

  /** Where everything of one name is. */
  Path home(String name) {
    return root.resolve(ModelNames.check(name));
  }

  private static Bundle open(Path directory) throws IOException {
    Manifest manifest = ManifestJson.read(directory.resolve(Bundle.MANIFEST_FILE));
    String found = manifest.name() + "/" + manifest.version();
    if (!directory.endsWith(found)) {
      throw new IOException(directory + " holds bundle " + found);
    }
    return new Bundle(directory, manifest);
  }

  private static Manifest manifest(Candidate candidate, ModelVersion version, Path directory)
      throws IOException {
    SortedMap<String, String> hashes = FileHashes.of(directory);
    if (hashes.containsKey(Bundle.MANIFEST_FILE)) {
      throw new IOException(Bundle.MANIFEST_FILE + " is written by the store, not by a candidate");
    }
    return new Manifest(candidate.name(), version, candidate.lineage(), hashes);
  }

  /** The next number, on disk before it is used: a crash may skip one but never repeats one. */
  private synchronized ModelVersion reserve(String name) throws IOException {
    Path home = DurableFiles.createDirectories(home(name));
    if (cleaned.add(name)) {
      deleteLeftovers(home);
    }
    Path counter = home.resolve(LAST_VERSION);
    long last = Files.exists(counter) ? parseCounter(counter) : 0;
    for (ModelVersion version : versionsIn(home)) {
      last = Math.max(last, version.number());
    }
    ModelVersion next = new ModelVersion(last + 1);
    DurableFiles.replace(counter, (next + "\n").getBytes(StandardCharsets.UTF_8));
    return next;
  }

  private static long parseCounter(Path counter) throws IOException {
    String text = Files.readString(counter).strip();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          counter + " must hold the last version's number, was '" + text + "'", e);
    }
  }

  private static List<ModelVersion> versionsIn(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(child -> child.getFileName().toString().matches("[1-9][0-9]{0,17}"))
          .map(child -> new ModelVersion(Long.parseLong(child.getFileName().toString())))
          .sorted()
          .toList();
    }
  }

  private static List<ModelVersion> deleteOldest(
      Path directory, Path home, int keep, Set<ModelVersion> protectedVersions) throws IOException {
    List<ModelVersion> deleted =
        versionsIn(directory).stream()
            .filter(version -> !protectedVersions.contains(version))
            .sorted(Comparator.reverseOrder())
            .skip(keep)
            .toList();
    for (ModelVersion version : deleted) {
      // Out of sight in one step first: nobody meets a bundle with half of its files.
      Path hidden = home.resolve(DELETED + version);
      DurableFiles.deleteTree(hidden);
      DurableFiles.move(directory.resolve(version.toString()), hidden);
      DurableFiles.deleteTree(hidden);
    }
    return deleted;
  }

  private static void deleteLeftovers(Path home) throws IOException {
    List<Path> leftovers;
    try (Stream<Path> children = Files.list(home)) {
      leftovers =
          children
              .filter(
                  child ->
                      child.getFileName().toString().startsWith(STAGED)
                          || child.getFileName().toString().startsWith(DELETED))
              .toList();
    }
    for (Path leftover : leftovers) {
      LOG.info("deleting {}, the leftover of a crash", leftover);
      DurableFiles.deleteTree(leftover);
    }
  }
}
