package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdRowsTest {
  private static final int MANY = 50_000;

  /** Few of them, so that they come again; with ids of the same String.hashCode, and none. */
  @Provide
  Arbitrary<List<String>> ids() {
    Arbitrary<String> alike =
        Arbitraries.of("Aa", "BB", "AaAa", "BBBB", "AaBB", "", "é", "日本", "😀");
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(2);
    return Arbitraries.oneOf(alike, any).list().ofMaxSize(200);
  }

  @Property(tries = 200)
  void itIsAPlainMapWithCounts(
      @ForAll("ids") List<String> stream,
      @ForAll @IntRange(min = 1, max = 4) int minCount,
      @ForAll @IntRange(min = 2, max = 30) int limit)
      throws IOException {
    IdRows rows = new IdRows(minCount, limit);
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Integer> expected = new LinkedHashMap<>();
    for (String id : stream) {
      rows.observe(id);
      boolean full = expected.size() + 2 == limit;
      if (!full && !expected.containsKey(id) && counts.merge(id, 1, Integer::sum) == minCount) {
        counts.remove(id);
        expected.put(id, expected.size() + 2);
      }
    }
    for (IdRows each : List.of(rows, copy(rows, minCount, limit))) {
      assertThat(each.snapshot()).isEqualTo(expected);
      assertThat(each.counts()).isEqualTo(counts);
      assertThat(each.rows()).isEqualTo(expected.size() + 2);
      stream.forEach(id -> assertThat(each.snapshot().get(id)).isEqualTo(expected.get(id)));
    }
  }

  private static IdRows copy(IdRows of, int minCount, int limit) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    of.write(new DataOutputStream(bytes));
    IdRows copy = new IdRows(minCount, limit);
    copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return copy;
  }

  @Test
  void aSnapshotStaysWhileTheTableGrows() {
    IdRows rows = new IdRows(1, Integer.MAX_VALUE);
    rows.observe("Graz");
    rows.observe("Linz");
    Map<String, Integer> early = rows.snapshot();
    for (int i = 0; i < MANY; i++) {
      rows.observe("user-" + i);
    }
    assertThat(early).isEqualTo(Map.of("Graz", 2, "Linz", 3));
    assertThat(rows.snapshot(4)).isEqualTo(early);
    Map<String, Integer> late = rows.snapshot();
    assertThat(late).hasSize(MANY + 2);
    for (int i = 0; i < MANY; i++) {
      assertThat(late.get("user-" + i)).isEqualTo(i + 4);
    }
    assertThat(late.get("user-" + MANY)).isNull();
    assertThat(late.containsKey(new Object())).isFalse();
  }

  @Test
  void anIdLongerThanABlockIsAnIdLikeOthers() {
    IdRows rows = new IdRows(1, Integer.MAX_VALUE);
    String huge = "x".repeat(3_000_000);
    for (String id : List.of("a", huge, "b", huge + "y", huge)) {
      rows.observe(id);
    }
    assertThat(rows.snapshot())
        .hasSize(4)
        .containsEntry(huge, 3)
        .containsEntry("b", 4)
        .containsEntry(huge + "y", 5);
  }
}
