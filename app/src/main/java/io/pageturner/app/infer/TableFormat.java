package io.pageturner.app.infer;

import io.pageturner.features.DidYouMean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table as CSV with a header, a row per page or per shown item.
 *
 * <p>Where a column tells which rows are of one page, what differs within a page is its
 * candidates'. Rows of one page stand next to each other.
 */
final class TableFormat implements ProfiledFormat {
  /** A decimal number; one with leading zeros is rather an identifier. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(0|[1-9]\\d{0,18}|(?=\\.))(\\.\\d+)?([eE][+-]?\\d{1,2})?");

  private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL");

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public LogProfile read(Path log, Optional<String> pageColumn) throws IOException {
    try (BufferedReader text = ProfiledFormat.open(log);
        CSVParser parser = CSVFormat.RFC4180.parse(text)) {
      Iterator<CSVRecord> rows = parser.iterator();
      if (!rows.hasNext()) {
        throw new IOException(log + " is empty; its first line must name the columns");
      }
      return new Table(log, rows.next().toList(), pageColumn).read(rows);
    } catch (UncheckedIOException e) {
      throw new IOException(log + " is not CSV: " + e.getCause().getMessage(), e);
    }
  }

  /** One pass over the rows. */
  private static final class Table {
    private final List<String> header;
    private final int pageColumn;
    private final ColumnProfile[] columns;
    private final Set<Integer> differing = new TreeSet<>();
    private CSVRecord previous;
    private long rows;
    private long uneven;

    Table(Path log, List<String> header, Optional<String> page) throws IOException {
      this.header = header;
      this.pageColumn = page.map(header::indexOf).orElse(-1);
      if (page.isPresent() && pageColumn < 0) {
        throw new IOException(
            log
                + " has no column '"
                + page.get()
                + "', it has "
                + header
                + DidYouMean.suggestion(page.get(), header));
      }
      columns = new ColumnProfile[header.size()];
    }

    LogProfile read(Iterator<CSVRecord> records) {
      for (int i = 0; i < columns.length; i++) {
        columns[i] = new ColumnProfile();
      }
      while (records.hasNext()) {
        CSVRecord row = records.next();
        if (row.size() == header.size()) {
          add(row);
        } else {
          uneven++;
        }
      }
      return profile();
    }

    private void add(CSVRecord row) {
      rows++;
      boolean samePage = isSamePage(row);
      for (int i = 0; i < columns.length; i++) {
        String value = row.get(i).strip();
        if (samePage && !row.get(i).equals(previous.get(i))) {
          differing.add(i);
        }
        if (NUMBER.matcher(value).matches()) {
          columns[i].add(Double.parseDouble(value));
        } else if (!MISSING.contains(value)) {
          columns[i].add(value);
        }
      }
      previous = row;
    }

    private boolean isSamePage(CSVRecord row) {
      return pageColumn >= 0
          && previous != null
          && row.get(pageColumn).equals(previous.get(pageColumn));
    }

    private LogProfile profile() {
      LogProfile profile = new LogProfile();
      profile.countPages(rows);
      profile.countCandidates(rows);
      for (int i = 0; i < columns.length; i++) {
        if (differing.contains(i)) {
          profile.candidate().put(header.get(i), columns[i]);
        } else {
          profile.page().put(header.get(i), columns[i]);
        }
      }
      if (uneven > 0) {
        profile.note(uneven + " rows have another number of columns than the header: not read");
      }
      if (pageColumn < 0) {
        profile.note(
            "every column stands under 'page'; with --page COLUMN, the column that tells which rows"
                + " are of one page, what differs within a page is put under 'candidate'");
      }
      return profile;
    }
  }
}
