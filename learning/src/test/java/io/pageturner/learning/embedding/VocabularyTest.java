package io.pageturner.learning.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ItemId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final int DRAWS = 100_000;

  @Test
  void itemsAreNumberedByFrequencyThenById() {
    Vocabulary vocabulary = Vocabulary.of(List.of(items("z", "y", "z"), items("x", "z")), 1);
    assertThat(Stream.of(0, 1, 2).map(vocabulary::item)).isEqualTo(items("z", "x", "y"));
  }

  @Test
  void aSessionLosesRareItemsAndRepeatsInARow() {
    Vocabulary vocabulary = Vocabulary.of(List.of(items("a", "a", "b", "rare", "b", "a")), 2);
    // "b, rare, b" becomes "b, b" and then "b".
    assertThat(vocabulary.encode(items("a", "a", "b", "rare", "b", "a"))).containsExactly(0, 1, 0);
    assertThat(vocabulary.encode(items("unseen"))).isEmpty();
  }

  @Test
  void noiseFollowsTheFrequenciesToThePowerOfThreeQuarters() {
    List<ItemId> session = new ArrayList<>(Collections.nCopies(16, new ItemId("often")));
    session.addAll(items("seldom", "context"));
    Vocabulary vocabulary = Vocabulary.of(List.of(session), 1);
    Random random = new Random(5);
    int[] drawn = new int[3];
    for (int i = 0; i < DRAWS; i++) {
      drawn[vocabulary.noise(random, 1)]++;
    }
    // Of 16^¾ = 8 parts and 1 part; the context itself (number 1) is never noise.
    assertThat(drawn[1]).isZero();
    assertThat(drawn[0] / (double) DRAWS).isCloseTo(8.0 / 9, within(0.01));
  }

  private static List<ItemId> items(String... names) {
    return Stream.of(names).map(ItemId::new).toList();
  }
}
