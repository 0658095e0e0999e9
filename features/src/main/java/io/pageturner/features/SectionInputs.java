package io.pageturner.features;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The logged features of a page or of a candidate, bound to one version of the pre-processing
 * parameters.
 *
 * @param numbers in order; null stands for a number that is derived from the state
 * @param derived the columns of those, in order
 * @param rows in order
 */
record SectionInputs(NumberInput[] numbers, List<Derived> derived, RowInput[] rows) {
  /** A number that is not logged but derived from the state, and its place in the order. */
  record Derived(int column, Feature.Numeric feature) {}

  static SectionInputs of(
      String prefix,
      List<Feature.Numeric> numeric,
      List<Feature.Embedded> embedded,
      Preprocessing preprocessing) {
    return new SectionInputs(
        numeric.stream()
            .map(
                feature ->
                    feature instanceof Feature.Measured measured
                        ? new NumberInput(prefix, measured, preprocessing)
                        : null)
            .toArray(NumberInput[]::new),
        IntStream.range(0, numeric.size())
            .filter(i -> !(numeric.get(i) instanceof Feature.Measured))
            .mapToObj(i -> new Derived(i, numeric.get(i)))
            .toList(),
        embedded.stream()
            .map(feature -> RowInput.of(prefix, feature, preprocessing))
            .toArray(RowInput[]::new));
  }

  /** Writes the numbers from {@code denseAt} on and the rows from {@code idsAt} on. */
  void encode(
      Map<String, Double> numbersByName,
      Map<String, String> idsByName,
      float[] dense,
      int denseAt,
      int[] ids,
      int idsAt) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != null) {
        dense[denseAt + i] = numbers[i].of(numbersByName);
      }
    }
    for (int i = 0; i < rows.length; i++) {
      ids[idsAt + i] = rows[i].of(numbersByName, idsByName);
    }
  }
}
