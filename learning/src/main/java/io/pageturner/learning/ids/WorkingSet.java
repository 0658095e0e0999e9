package io.pageturner.learning.ids;

import io.pageturner.features.Preprocessing;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a growing table stand in the graph during a round, and where.
 *
 * @param rows the table's row by row of the graph
 * @param places the row of the graph by the table's row
 */
record WorkingSet(int[] rows, Map<Integer, Integer> places) {
  /** Rows that always are there, at the same place: "not known", and that of the rare ids. */
  private static final List<Integer> ALWAYS =
      List.of(Preprocessing.MISSING_ROW, Preprocessing.RARE_ROW);

  /**
   * The most frequent of the rows that a round needs.
   *
   * @param needed how often the round's samples hold each row of the table
   * @param capacity rows of the graph's variable, 2 or more
   */
  static WorkingSet of(Map<Integer, Integer> needed, int capacity) {
    List<Integer> chosen =
        needed.keySet().stream().filter(row -> !ALWAYS.contains(row)).sorted().toList();
    int room = capacity - ALWAYS.size();
    if (chosen.size() > room) {
      chosen =
          chosen.stream()
              .sorted((a, b) -> Integer.compare(needed.get(b), needed.get(a))) // Stable.
              .limit(room)
              .toList();
    }
    return of(chosen);
  }

  private static WorkingSet of(Collection<Integer> chosen) {
    int[] rows = new int[ALWAYS.size() + chosen.size()];
    Map<Integer, Integer> places = new HashMap<>();
    for (int row : ALWAYS) {
      places.put(row, places.size());
    }
    for (int row : chosen) {
      places.put(row, places.size());
    }
    places.forEach((row, place) -> rows[place] = row);
    return new WorkingSet(rows, places);
  }

  /** Where a row of the table stands; one that found no place is a rare one in this round. */
  int place(int row) {
    return places.getOrDefault(row, Preprocessing.RARE_ROW);
  }

  int size() {
    return rows.length;
  }

  @Override
  public String toString() {
    return "WorkingSet" + Arrays.toString(rows);
  }
}
