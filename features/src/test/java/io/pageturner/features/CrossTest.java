package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CrossTest {
  private static final String FEATURES =
      """
      page:
        - {name: distance, kind: dense}
        - {name: city, kind: id, rows: 40}
        - {name: hour, kind: id, source: hour, rows: 26}
      candidate:
        - {name: category, kind: id, rows: 30}
        - {name: city, kind: id, rows: 50}
        - {name: price, kind: dense, transform: bucket, bounds: [10, 20]}
      """;

  @Test
  void columnsAreThoseOfAnEncodedCandidate() {
    FeatureConfig config =
        parse(
            """
            crosses:
              - {of: [hour, category]}
              - {name: place, of: [page.city, candidate.city, price], rows: 100}
            """);
    assertThat(config.crosses())
        .containsExactly(
            new Cross("hour_x_category", List.of(1, 2), List.of(26, 30), 780),
            new Cross("place", List.of(0, 3, 4), List.of(40, 50, 4), 100));
  }

  @Test
  void everyCombinationHasARowOfItsOwnWhereThereAreRowsForAll() {
    Cross cross = new Cross("c", List.of(2, 0), List.of(3, 5), 15);
    Set<Integer> rows = new HashSet<>();
    for (int first = 0; first < 5; first++) {
      for (int second = 0; second < 3; second++) {
        rows.add(cross.row(new int[] {first, 99, second}));
      }
    }
    assertThat(rows).hasSize(15).allMatch(row -> row >= 0 && row < 15);
    assertThat(cross.row(new int[] {4, 99, 2})).isEqualTo(2 * 5 + 4);
  }

  @Property
  void aSharedRowIsInTheTable(
      @ForAll @IntRange(min = 0, max = 99_999_999) int a,
      @ForAll @IntRange(min = 0, max = 99_999_999) int b,
      @ForAll @IntRange(min = 0, max = 99_999_999) int c) {
    List<Integer> radices = List.of(100_000_000, 100_000_000, 100_000_000);
    Cross cross = new Cross("c", List.of(0, 1, 2), radices, 1_000);
    assertThat(cross.row(new int[] {a, b, c})).isBetween(0, 999);
  }

  @Test
  void sharedRowsAreUsedEvenly() {
    Cross cross = new Cross("c", List.of(0, 1), List.of(1_000, 1_000), 50);
    int[] used = new int[50];
    for (int a = 0; a < 100; a++) {
      for (int b = 0; b < 100; b++) {
        used[cross.row(new int[] {a, b})]++;
      }
    }
    // 10,000 in 50 rows: 200 each, a binomial deviation of 14; six of them.
    assertThat(Arrays.stream(used).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(116, 284));
  }

  @Test
  void mistakesAreToldTogether() {
    FeatureConfigException e =
        catchThrowableOfType(
            FeatureConfigException.class,
            () ->
                parse(
                    """
                    crosses:
                      - {of: [hour, categori]}
                      - {of: [city, hour]}
                      - {of: [distance, hour]}
                      - {of: [hour]}
                      - {of: [hour, price]}
                      - {of: [page.hour, price], name: hour_x_price, row: 7}
                    """));
    assertThat(e.faults().stream().map(Object::toString))
        .containsExactly(
            "line 10: cross.of names no feature 'categori'; did you mean 'category'?",
            "line 11: cross.of 'city' is a feature of the page and of the candidate; write"
                + " page.city or candidate.city",
            "line 12: cross.of 'distance' is a number; only id-like ones are crossed: transform:"
                + " bucket",
            "line 13: cross.of must be a list of 2 to 4 names of features, was [hour]",
            "line 15: the cross 'hour_x_price' is there twice",
            "line 15: cross does not know the key 'row', known are [name, of, rows]; did you mean"
                + " 'rows'?");
  }

  private static FeatureConfig parse(String crosses) {
    return FeatureConfigParser.parse("test", FEATURES + crosses);
  }
}
