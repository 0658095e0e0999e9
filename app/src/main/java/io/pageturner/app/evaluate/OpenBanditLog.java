package io.pageturner.app.evaluate;

import io.pageturner.evaluation.RunningMoments;
import io.pageturner.evaluation.offpolicy.LoggedStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Logged bandit feedback in the columns of the Open Bandit Dataset (Saito et al. 2021, arXiv
 * 2008.07146): {@code item_id, position, click, propensity_score} and {@code user-item_affinity_k}
 * for each item k. A row is one decision, its reward the click.
 *
 * <p>The model's features: the item and the position, one of many each, and the user's affinity to
 * the item.
 */
public final class OpenBanditLog {
  /** The policy that takes each item with the same probability. */
  public static final String UNIFORM = "uniform";

  private static final String AFFINITY = "user-item_affinity_";

  private OpenBanditLog() {}

  /** One row; positions count from 1. */
  private record Row(int item, int position, double click, double propensity, double[] affinity) {}

  /**
   * Reads a log for the uniform policy.
   *
   * @param log CSV with a header, optionally {@code .gz}
   * @throws IOException that names the file, the line and what is wrong with it
   */
  public static LoggedFeedback uniform(Path log) throws IOException {
    List<Row> rows = read(log);
    int positions = rows.stream().mapToInt(Row::position).max().orElseThrow();
    List<List<LoggedStep>> decisions = new ArrayList<>();
    RunningMoments clicks = RunningMoments.EMPTY;
    for (Row row : rows) {
      decisions.add(List.of(step(row, positions)));
      clicks = clicks.plus(row.click());
    }
    return new LoggedFeedback(
        decisions,
        IntStream.range(0, decisions.size()).toArray(), // The log names no users.
        Map.of("the policy that logged", clicks),
        List.of(
            String.format(
                Locale.ROOT,
                "%,d decisions among %d items on %d positions; the reward is the click",
                rows.size(),
                rows.get(0).affinity().length,
                positions)));
  }

  private static LoggedStep step(Row row, int positions) {
    int items = row.affinity().length;
    double[] logged = new double[items + positions + 1];
    logged[row.item()] = 1;
    logged[items + row.position() - 1] = 1;
    logged[items + positions] = row.affinity()[row.item()];
    double[] uniform = new double[logged.length];
    Arrays.fill(uniform, 0, items, 1.0 / items);
    uniform[items + row.position() - 1] = 1;
    uniform[items + positions] = Arrays.stream(row.affinity()).sum() / items;
    return new LoggedStep(row.click(), 1.0 / items / row.propensity(), logged, uniform);
  }

  private static List<Row> read(Path log) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (CSVParser csv = open(log)) {
      int items = (int) csv.getHeaderNames().stream().filter(n -> n.startsWith(AFFINITY)).count();
      List<String> needed = List.of("item_id", "position", "click", "propensity_score");
      if (items == 0 || !csv.getHeaderNames().containsAll(needed)) {
        throw new IOException(
            log
                + " is no bandit log: its header must name the columns "
                + needed
                + " and one '"
                + AFFINITY
                + "k' for each item k, found "
                + csv.getHeaderNames());
      }
      for (CSVRecord record : csv) {
        rows.add(row(log, record, items));
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(log + " has no decision");
    }
    return rows;
  }

  private static Row row(Path log, CSVRecord record, int items) throws IOException {
    try {
      double[] affinity = new double[items];
      for (int k = 0; k < items; k++) {
        affinity[k] = Double.parseDouble(record.get(AFFINITY + k));
      }
      return checked(
          new Row(
              Integer.parseInt(record.get("item_id")),
              Integer.parseInt(record.get("position")),
              Double.parseDouble(record.get("click")),
              Double.parseDouble(record.get("propensity_score")),
              affinity));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          log + ", record " + record.getRecordNumber() + ": " + e.getMessage(), e);
    }
  }

  private static Row checked(Row row) {
    if (row.item() < 0 || row.item() >= row.affinity().length) {
      throw new IllegalArgumentException(
          "item_id must be 0 to " + (row.affinity().length - 1) + ", was " + row.item());
    }
    if (row.position() < 1) {
      throw new IllegalArgumentException("position must be 1 or more, was " + row.position());
    }
    if (!(row.propensity() > 0 && row.propensity() <= 1)) {
      throw new IllegalArgumentException(
          "propensity_score must be above 0 and at most 1, was " + row.propensity());
    }
    if (!Double.isFinite(row.click())) {
      throw new IllegalArgumentException("click must be a number, was " + row.click());
    }
    return row;
  }

  private static CSVParser open(Path log) throws IOException {
    InputStream file = Files.newInputStream(log);
    InputStream plain = log.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .setAllowMissingColumnNames(true)
        .get()
        .parse(new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)));
  }
}
