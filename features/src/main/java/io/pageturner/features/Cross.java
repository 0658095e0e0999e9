package io.pageturner.features;

import java.util.List;

/**
 * A cross of id-like features for the wide part of the ranking models (Cheng et al., DLRS 2016,
 * section 3.1): one weight per combination of their rows.
 *
 * @param name unique among the crosses
 * @param columns of {@link EncodedCandidate#ids}, two or more
 * @param radices rows of each column's table, in the order of {@code columns}
 * @param rows of the wide part's table; fewer than combinations means that some share a weight
 */
public record Cross(String name, List<Integer> columns, List<Integer> radices, int rows) {
  public Cross {
    columns = List.copyOf(columns);
    radices = List.copyOf(radices);
    if (columns.size() < 2 || columns.size() != radices.size() || rows < 1) {
      throw new IllegalArgumentException(
          "a cross needs two columns or more, each with its rows, had " + columns + ", " + radices);
    }
  }

  /**
   * The row of a candidate's combination, from 0 to {@code rows} − 1: its own where there are rows
   * for all combinations, else shared by hash.
   *
   * @param ids of an encoded candidate
   */
  public int row(int[] ids) {
    long code = 0;
    boolean exact = true;
    long combinations = 1;
    for (int k = 0; k < columns.size(); k++) {
      combinations *= radices.get(k);
      exact &= combinations <= rows;
      code = code * radices.get(k) + ids[columns.get(k)];
    }
    return exact ? (int) code : (int) Long.remainderUnsigned(mixed(code), rows);
  }

  /** SplitMix64's finaliser (Steele et al., OOPSLA 2014): neighbouring codes go far apart. */
  private static long mixed(long code) {
    long z = code + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
