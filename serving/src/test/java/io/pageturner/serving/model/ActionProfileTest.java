package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Factors between 1/4 and 4: unit values −1, −0.5, 0, 0.5, 1 stand for 1/4, 1/2, 1, 2, 4. */
class ActionProfileTest {
  private static final ActionSpace ACTIONS = ActionSpace.DEFAULT;

  @Test
  void whatDecidesTheActionHasAllOfItsSpread() {
    List<State> states = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      states.add(state(i % 4 == 0 ? "home" : "search", i));
    }
    Collections.shuffle(states, new Random(1)); // Else the number would go with the entry.
    ActionProfile profile =
        ActionProfile.of(
            states,
            ACTIONS,
            state -> new double[] {state.ids().get("entry").equals("home") ? 0.5 : -0.5});
    ActionProfile.Factor factor = profile.factors().get(0);
    assertThat(profile.states()).isEqualTo(100);
    // (25 · 0.5 − 75 · 0.5) / 100 = −0.25, and 1/4 · 16^0.375.
    assertThat(factor.mean()).isCloseTo(0.25 * Math.pow(16, 0.375), within(1e-9));
    assertThat(factor.low()).isCloseTo(0.5, within(1e-9));
    assertThat(factor.high()).isCloseTo(2, within(1e-9));
    assertThat(factor.atBounds()).isZero();
    ActionProfile.Feature entry = factor.features().get(0);
    assertThat(entry.name()).isEqualTo("entry");
    assertThat(entry.share()).isCloseTo(1, within(1e-9));
    assertThat(entry.levels())
        .extracting(ActionProfile.Level::name)
        .containsExactly("home", "search");
    assertThat(entry.levels()).extracting(ActionProfile.Level::states).containsExactly(25, 75);
    assertThat(entry.levels().get(0).mean()).isCloseTo(2, within(1e-9));
    ActionProfile.Feature number = factor.features().get(1);
    assertThat(number.name()).isEqualTo("number");
    assertThat(number.share()).as("nothing depends on it").isLessThan(0.1);
    assertThat(number.levels())
        .extracting(ActionProfile.Level::states)
        .containsExactly(26, 25, 25, 24);
    assertThat(number.levels())
        .extracting(ActionProfile.Level::name)
        .containsExactly("0 to 25", "26 to 50", "51 to 75", "76 or more");
  }

  /**
   * Unit values 0.1, 0.2, 0.3 and 0.2, 0.3, 0.4 have means of 0.2, 0.3 and 0.25 in all: 0.015 of
   * the sum of squares of 0.055 is between them, so ε² = 1 − (1 − 3/11) · 5/4 = 1/11.
   */
  @Test
  void theShareIsKelleys() {
    List<State> states = new ArrayList<>();
    for (double unit : new double[] {0.1, 0.2, 0.3}) {
      states.add(new State(List.of(), Map.of("unit", unit), Map.of("side", "a")));
      states.add(new State(List.of(), Map.of("unit", unit + 0.1), Map.of("side", "b")));
    }
    ActionProfile profile =
        ActionProfile.of(states, ACTIONS, state -> new double[] {state.dense().get("unit")});
    assertThat(feature(profile, "side").share()).isCloseTo(1 / 11.0, within(1e-9));
  }

  @Test
  void rareValuesAreTogetherAndMissingOnesAreALevel() {
    List<State> states = new ArrayList<>();
    for (int city = 0; city < 12; city++) {
      for (int i = 0; i <= city; i++) {
        states.add(new State(List.of(), Map.of(), Map.of("city", "c" + city)));
      }
    }
    for (int i = 0; i < 40; i++) {
      states.add(new State(List.of(new ItemId("i")), Map.of("price", 3.5), Map.of()));
    }
    ActionProfile profile = ActionProfile.of(states, ACTIONS, state -> new double[] {1});
    ActionProfile.Feature city = feature(profile, "city");
    assertThat(city.share()).as("there is no spread").isZero();
    assertThat(city.levels())
        .extracting(ActionProfile.Level::name)
        .containsExactlyInAnyOrder("not known", "c11", "c10", "c9", "c8", "c7", "c6", "others");
    assertThat(feature(profile, "price").levels())
        .extracting(ActionProfile.Level::name)
        .containsExactly("3.5", "not known");
    assertThat(feature(profile, "recent items").levels())
        .extracting(ActionProfile.Level::name)
        .containsExactly("0", "1");
    assertThat(profile.factors().get(0).atBounds()).isEqualTo(1);
    assertThat(profile.factors().get(0).mean()).isCloseTo(4, within(1e-9));
  }

  @Test
  void quartersOfANumberAreNamedByTheirEdges() {
    List<State> states = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      states.add(new State(List.of(), Map.of("km", 0.25 + i), Map.of()));
    }
    ActionProfile profile = ActionProfile.of(states, ACTIONS, state -> new double[1]);
    assertThat(feature(profile, "km").levels())
        .extracting(ActionProfile.Level::name)
        .containsExactly("up to 2.25", "2.25 to 4.25", "4.25 to 6.25", "above 6.25");
  }

  @Test
  void withoutStatesThereIsNothingToTell() {
    assertThat(ActionProfile.of(List.of(), ACTIONS, state -> new double[1]).factors()).isEmpty();
  }

  private static ActionProfile.Feature feature(ActionProfile profile, String name) {
    return profile.factors().get(0).features().stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static State state(String entry, int number) {
    return new State(List.of(), Map.of("number", (double) number), Map.of("entry", entry));
  }
}
