package io.pageturner.learning.ranking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** One day of real hotel-search sessions, where the machine has it; never part of the project. */
final class HotelSearchLog {
  /** Next to the repository; another place is told by {@code -Dpageturner.data=…}. */
  static final Path FILE =
      Path.of(System.getProperty("pageturner.data", "../../shared/data"))
          .resolve("hotel-search/events_2018-11-07.csv.gz");

  private HotelSearchLog() {}

  /**
   * One row of the log.
   *
   * @param impressions items shown, in display order; empty but for a clickout
   * @param prices of the impressions
   */
  record Row(
      String user,
      String session,
      Instant time,
      String action,
      String reference,
      String platform,
      String city,
      String device,
      List<String> impressions,
      List<Double> prices) {
    boolean isClickout() {
      return action.equals("clickout item");
    }

    /** Whether the user acted on the item {@code reference}, other than by a clickout. */
    boolean isTouch() {
      return action.startsWith("interaction item") || action.equals("search for item");
    }
  }

  /** All rows in the order of the file, which is the order of time. */
  static List<Row> read() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      in.readLine(); // The names of the columns.
      return in.lines().map(HotelSearchLog::row).toList();
    }
  }

  private static Row row(String line) {
    List<String> fields = fields(line);
    return new Row(
        fields.get(0),
        fields.get(1),
        Instant.ofEpochSecond(Long.parseLong(fields.get(2))),
        fields.get(4),
        fields.get(5),
        fields.get(6),
        fields.get(7),
        fields.get(8),
        parts(fields.get(10)),
        parts(fields.get(11)).stream().map(Double::valueOf).toList());
  }

  private static List<String> parts(String field) {
    return field.isEmpty() ? List.of() : Arrays.asList(field.split("\\|"));
  }

  /** The fields of a line; one in quotes may hold commas. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
