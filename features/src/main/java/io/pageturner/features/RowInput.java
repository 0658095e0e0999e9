package io.pageturner.features;

import io.pageturner.domain.RawValues;
import java.util.Map;

/** An embedded feature bound to its id map: from raw value to a row of its embedding table. */
sealed interface RowInput {
  /**
   * The row for a page's or candidate's raw values.
   *
   * @throws IllegalArgumentException when a number is against the rules of {@link RawValues}
   */
  int of(Map<String, Double> dense, Map<String, String> ids);

  /**
   * Binds a feature. Names are interned, as parsers do with those of fields, so that most look-ups
   * need not compare texts.
   *
   * @param prefix how the parameters of candidates' features are told from those of the page's
   */
  static RowInput of(String prefix, Feature.Embedded feature, Preprocessing preprocessing) {
    if (feature instanceof Feature.Bucketed bucketed) {
      return new OfNumber(
          bucketed.name().intern(),
          bucketed.bounds().stream().mapToDouble(bound -> bound).toArray(),
          bucketed.of().missing());
    }
    String name = feature.name().intern();
    return feature instanceof Feature.Coded
        ? new OfCode(name, feature.rows())
        : new OfId(name, bound(feature), preprocessing.rows(prefix + name));
  }

  /** Rows from here on are not used; a growing feature's table has one for each id. */
  private static int bound(Feature.Embedded feature) {
    return feature instanceof Feature.Id id && id.growing() ? Integer.MAX_VALUE : feature.rows();
  }

  /** A number's bucket; see {@link Feature.Bucketed}. */
  record OfNumber(String name, double[] bounds, double missing) implements RowInput {
    @Override
    public int of(Map<String, Double> dense, Map<String, String> ids) {
      Double value = dense.get(name);
      if (value != null) {
        return row(RawValues.number(name, value));
      }
      return Double.isNaN(missing) ? Preprocessing.MISSING_ROW : row(missing);
    }

    private int row(double value) {
      int bucket = 0;
      while (bucket < bounds.length && value >= bounds[bucket]) {
        bucket++;
      }
      return bucket + 1;
    }
  }

  /** Code c is row c + 1; a code of another configuration is "not known". */
  record OfCode(String name, int rows) implements RowInput {
    @Override
    public int of(Map<String, Double> dense, Map<String, String> ids) {
      String value = ids.get(name);
      if (value == null) {
        return Preprocessing.MISSING_ROW;
      }
      try {
        int code = Integer.parseInt(value);
        return code >= 0 && code < rows - 1 ? code + 1 : Preprocessing.MISSING_ROW;
      } catch (NumberFormatException e) {
        return Preprocessing.MISSING_ROW;
      }
    }
  }

  /** An id's own row, or the one that rare and new ids share. */
  record OfId(String name, int rows, Map<String, Integer> rowById) implements RowInput {
    @Override
    public int of(Map<String, Double> dense, Map<String, String> ids) {
      String value = ids.get(name);
      if (value == null) {
        return Preprocessing.MISSING_ROW;
      }
      Integer row = rowById.get(value);
      return row != null && row < rows ? row : Preprocessing.RARE_ROW;
    }
  }
}
