package io.pageturner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no state and no shown item may hold, told with its name. */
class RawValuesTest {
  @ParameterizedTest
  @CsvSource({
    "NaN, 'must be a finite number, was NaN'",
    "-Infinity, 'must be a finite number, was -Infinity'",
    "1e20, 'must be from -1e19 to 1e19, was 1.0E20'",
    "-1.1e19, 'must be from -1e19 to 1e19, was -1.1E19'"
  })
  void numbersThatWouldSpoilAMeanAreRefused(double value, String rule) {
    assertThatThrownBy(() -> new State(List.of(), Map.of("price", value), Map.of()))
        .hasMessage("state.dense.price " + rule);
    assertThatThrownBy(() -> shown(Map.of("price", value), Map.of()))
        .hasMessage("dense.price of item i " + rule);
  }

  @Test
  void aHugeTextIsRefusedAndTheMessageIsNot() {
    Map<String, String> huge = Map.of("city", "x".repeat(1_000_000));
    assertThatThrownBy(() -> new State(List.of(), Map.of(), huge))
        .hasMessage(
            "state.ids.city has 1000000 characters, at most 256 are allowed:"
                + " 'xxxxxxxxxxxxxxxxxxxx…'");
    assertThatThrownBy(() -> shown(Map.of(), huge))
        .hasMessageStartingWith("ids.city of item i has 1000000 characters");
  }

  @ParameterizedTest(name = "{index}") // Reports cannot hold the texts.
  @ValueSource(strings = {"\ud800", "a\udc00", "\ud800\ud800\udc00", "\udc00\ud800"})
  void halfACharacterIsRefused(String text) {
    assertThatThrownBy(() -> new State(List.of(), Map.of(), Map.of("city", text)))
        .hasMessageStartingWith("state.ids.city holds half a character at index ");
    assertThatThrownBy(() -> new ItemId(text)).hasMessageStartingWith("item holds half");
  }

  @Test
  void otherTextsAreValuesLikeAnyOther() {
    Map<String, String> texts =
        Map.of("empty", "", "emoji", "🍕", "long", "é".repeat(256), "code", "a\tb");
    assertThat(new State(List.of(), Map.of(), texts).ids()).isEqualTo(texts);
  }

  private static ShownItem shown(Map<String, Double> dense, Map<String, String> ids) {
    return new ShownItem(new ItemId("i"), 0, new double[0], dense, ids);
  }
}
