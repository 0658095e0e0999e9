package io.pageturner.app.infer;

import io.pageturner.app.replay.LogFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A form of log that a configuration can be proposed from. */
interface ProfiledFormat {
  /** Name on the command line, such as {@code csv}. */
  String name();

  /**
   * Reads a whole log.
   *
   * @param pageColumn of a table: the column whose rows of the same value are one page
   * @throws IOException when the file cannot be read or is not of this form, naming the line
   */
  LogProfile read(Path log, Optional<String> pageColumn) throws IOException;

  /** All forms: tables, requests, and those that can be replayed. */
  static List<ProfiledFormat> all() {
    List<ProfiledFormat> all = new ArrayList<>(List.of(new TableFormat(), new RequestsFormat()));
    LogFormat.all().forEach(format -> all.add(new ReplayedFormat(format)));
    return all;
  }

  /** Opens a text, which may be compressed as {@code .gz}. */
  static BufferedReader open(Path log) throws IOException {
    InputStream file = Files.newInputStream(log);
    InputStream plain = log.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }
}
