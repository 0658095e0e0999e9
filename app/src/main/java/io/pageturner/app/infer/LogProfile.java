package io.pageturner.app.infer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a log's columns are like: those of a page and those of its candidates, in order. */
final class LogProfile {
  private final Map<String, ColumnProfile> page = new LinkedHashMap<>();
  private final Map<String, ColumnProfile> candidate = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private long pages;
  private long candidates;

  void countPages(long more) {
    pages += more;
  }

  void countCandidates(long more) {
    candidates += more;
  }

  ColumnProfile ofPage(String column) {
    return page.computeIfAbsent(column, c -> new ColumnProfile());
  }

  ColumnProfile ofCandidate(String column) {
    return candidate.computeIfAbsent(column, c -> new ColumnProfile());
  }

  /** What a reader of the proposal should know of the log. */
  void note(String note) {
    notes.add(note);
  }

  Map<String, ColumnProfile> page() {
    return page;
  }

  Map<String, ColumnProfile> candidate() {
    return candidate;
  }

  List<String> notes() {
    return notes;
  }

  /** How many records could have had each column of a page. */
  long pages() {
    return pages;
  }

  /** How many records could have had each column of a candidate. */
  long candidates() {
    return candidates;
  }
}
