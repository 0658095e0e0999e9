package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CandidateExtractorTest {
  private static final FeatureConfig CONFIG =
      FeatureConfigParser.parse(
          "test",
          """
          candidate:
            - {name: price, kind: dense}
            - {name: below, kind: below-touch, reach: 2, dimension: 3}
          """);
  private static final List<ShownItem> LIST =
      ShownItem.inOrder(Stream.of("a", "b", "c", "d", "e").map(ItemId::new).toList());

  private final CandidateExtractor extractor = new CandidateExtractor(CONFIG);

  @Test
  void placesCountFromTheItemOfTheListThatWasTouchedLast() {
    // Touched a, then b, then x, which the list does not have: b stands at position 1.
    assertThat(codes(extractor.extract(touched("a", "b", "x"), LIST)))
        .containsExactly(
            "1", "2", "3", "4", "4"); // −1, 0, 1, 2, and 3 cut to 2; code = places + 2.
  }

  @Test
  void withoutATouchedItemNothingIsSaid() {
    assertThat(codes(extractor.extract(touched("x"), LIST))).containsOnly("none");
    assertThat(codes(extractor.extract(State.EMPTY, LIST))).containsOnly("none");
  }

  @Test
  void theEncoderReadsTheLoggedCode() {
    ShownItem below = extractor.extract(touched("a"), LIST).get(1); // Code 3, so row 4.
    Encoder encoder = new Encoder(CONFIG, Preprocessing.EMPTY, ItemEmbeddings.none(32));
    assertThat(encoder.encode(touched("a"), below.item(), below.dense(), below.ids()).ids())
        .containsExactly(4);
    assertThat(CONFIG.candidateEmbedded().get(0).rows()).isEqualTo(6);
  }

  @Test
  void whatTheRequestGaveIsKept() {
    ShownItem item =
        new ShownItem(
            new ItemId("a"), 0, new double[] {1}, Map.of("price", 2.0), Map.of("kind", "k"));
    ShownItem extracted = extractor.extract(touched("a"), List.of(item)).get(0);
    assertThat(extracted.scores()).containsExactly(1);
    assertThat(extracted.dense()).isEqualTo(Map.of("price", 2.0));
    assertThat(extracted.ids()).isEqualTo(Map.of("kind", "k", "below", "2"));
  }

  private static State touched(String... items) {
    return new State(Stream.of(items).map(ItemId::new).toList(), Map.of(), Map.of());
  }

  private static List<String> codes(List<ShownItem> items) {
    return items.stream().map(item -> item.ids().getOrDefault("below", "none")).toList();
  }
}
