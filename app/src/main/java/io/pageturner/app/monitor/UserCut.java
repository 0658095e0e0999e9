package io.pageturner.app.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How users are cut into buckets, and since when: users that came before a share was changed say
 * nothing about whether the shares are kept now.
 *
 * @param salt of the cut
 * @param shares by bucket
 * @param since when it became so, in epoch milliseconds of event time; 0 for ever
 */
record UserCut(String salt, Map<String, Double> shares, long since) {
  private static final ObjectMapper JSON = new ObjectMapper();

  UserCut {
    shares = new TreeMap<>(shares);
  }

  /**
   * The cut as it is configured; the file tells whether it is new.
   *
   * @param file of the cut at the last start; written when that was another one
   * @param now event time
   */
  static UserCut of(Path file, String salt, Map<String, Double> shares, Instant now)
      throws IOException {
    if (!Files.exists(file)) {
      return new UserCut(salt, shares, 0).written(file);
    }
    UserCut last = read(file);
    boolean same = last.salt.equals(salt) && last.shares.equals(new TreeMap<>(shares));
    return same ? last : new UserCut(salt, shares, now.toEpochMilli()).written(file);
  }

  private static UserCut read(Path file) throws IOException {
    try {
      return JSON.readValue(file.toFile(), UserCut.class);
    } catch (IOException e) {
      throw new IOException(
          file + " cannot be read: " + e.getMessage() + "; delete it to count all users", e);
    }
  }

  private UserCut written(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), this);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    return this;
  }
}
