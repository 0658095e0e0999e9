package io.pageturner.features;

import java.util.Map;

/**
 * The pre-processing parameters of one model version: z-scores and id → row maps; immutable.
 *
 * <p>Serving uses exactly the version that its model was trained with.
 *
 * @param zScores by feature name; a name of a candidate's feature starts with {@code candidate.}
 * @param rows by feature name, then by id: the row of the feature's embedding table, 2 or more
 */
public record Preprocessing(Map<String, ZScore> zScores, Map<String, Map<String, Integer>> rows) {
  /** Before anything was seen. */
  public static final Preprocessing EMPTY = new Preprocessing(Map.of(), Map.of());

  /** Row of "not known". */
  public static final int MISSING_ROW = 0;

  /** Row that rare and new ids share. */
  public static final int RARE_ROW = 1;

  /** How parameters of candidates' features are told from those of the page's. */
  static final String CANDIDATE = "candidate.";

  public Preprocessing {
    zScores = Map.copyOf(zScores);
    rows = Map.copyOf(rows);
  }

  /** Rows of a growing feature's table: one per id, after those of "not known" and the rare ids. */
  public int tableRows(String feature) {
    return RARE_ROW + 1 + rows.getOrDefault(feature, Map.of()).size();
  }

  ZScore zScore(String key) {
    return zScores.getOrDefault(key, ZScore.IDENTITY);
  }

  Map<String, Integer> rows(String key) {
    return rows.getOrDefault(key, Map.of());
  }
}
