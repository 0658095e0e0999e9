package io.pageturner.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of the files below a directory. */
final class FileHashes {
  private FileHashes() {}

  /**
   * Hexadecimal hashes by path relative to {@code directory}, with {@code /}.
   *
   * @throws IOException when a file is unreadable, or is a link or a device: a bundle has neither
   */
  static SortedMap<String, String> of(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause(); // A stream's way to say that a directory under way cannot be read.
    }
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Path path : paths) {
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(path + " must be a regular file to be part of a bundle");
      }
      String relative = directory.relativize(path).toString();
      hashes.put(relative.replace(path.getFileSystem().getSeparator(), "/"), sha256(path));
    }
    return hashes;
  }

  /** What {@code found} has other than {@code expected}, in words; empty when nothing. */
  static List<String> differences(Map<String, String> expected, Map<String, String> found) {
    List<String> faults = new ArrayList<>();
    expected.forEach(
        (file, hash) -> {
          if (!found.containsKey(file)) {
            faults.add(file + " is missing");
          } else if (!hash.equals(found.get(file))) {
            faults.add(file + " was changed");
          }
        });
    found.keySet().stream()
        .filter(file -> !expected.containsKey(file))
        .forEach(file -> faults.add(file + " does not belong to it"));
    return faults;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
