package io.pageturner.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LruMapTest {
  @Test
  void theLeastRecentlyUsedEntryIsForgottenAndCounted() {
    LruMap<String, Integer> map = new LruMap<>(2);
    map.putIfAbsent("a", 1);
    map.putIfAbsent("b", 2);
    assertThat(map.get("a")).contains(1);
    map.putIfAbsent("c", 3);
    assertThat(map.get("b")).isEmpty();
    assertThat(map.entries()).containsExactly(Map.entry("a", 1), Map.entry("c", 3));
    assertThat(map.evictions()).isEqualTo(1);
  }

  @Test
  void anUpdateSeesTheValueAndMayRemoveIt() {
    LruMap<String, Integer> map = new LruMap<>(10);
    assertThat(map.update("a", known -> known == null ? 1 : known + 1)).isEqualTo(1);
    assertThat(map.update("a", known -> known == null ? 1 : known + 1)).isEqualTo(2);
    assertThat(map.update("a", known -> null)).isNull();
    assertThat(map.size()).isZero();
  }

  @Test
  void aStripedMapNeverHoldsMoreThanItsCapacity() {
    LruMap<Integer, Integer> map = new LruMap<>(6_400);
    for (int i = 0; i < 100_000; i++) {
      map.putIfAbsent(i, i);
    }
    assertThat(map.size()).isBetween(6_000, 6_400);
    assertThat(map.evictions()).isEqualTo(100_000 - map.size());
  }
}
