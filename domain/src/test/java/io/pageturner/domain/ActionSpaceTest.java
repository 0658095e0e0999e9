package io.pageturner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ActionSpaceTest {
  private final ActionSpace space = ActionSpace.DEFAULT;

  @Test
  void theUnitScaleIsLinearInTheLogarithmOfTheFactor() {
    // log 0.25, log 0.5, log 1, log 2, log 4 are equally far apart.
    assertThat(space.fromUnit(-1)).isCloseTo(0.25, within(1e-12));
    assertThat(space.fromUnit(-0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(space.fromUnit(0)).isCloseTo(1, within(1e-12));
    assertThat(space.fromUnit(0.5)).isCloseTo(2, within(1e-12));
    assertThat(space.fromUnit(1)).isCloseTo(4, within(1e-12));
  }

  @Test
  void theBaselinesFactorIsOneAlsoWhenTheBoundsAreNotSymmetric() {
    ActionSpace skewed = new ActionSpace(2, 0.5, 8);
    // log 1 lies a quarter of the way from log 0.5 to log 8: −1 + 2/4.
    assertThat(skewed.neutralUnit()).isCloseTo(-0.5, within(1e-12));
    assertThat(skewed.neutral()).isEqualTo(Action.of(1, 1));
  }

  @Test
  void factorsOutsideOfTheBoundsAreClipped() {
    assertThat(space.toUnit(100)).isEqualTo(1);
    assertThat(space.toUnit(0.001)).isEqualTo(-1);
    assertThat(space.fromUnit(7)).isEqualTo(4);
  }

  @Property
  void unitAndFactorAreInverse(@ForAll @DoubleRange(min = -1, max = 1) double unit) {
    assertThat(space.toUnit(space.fromUnit(unit))).isCloseTo(unit, within(1e-9));
  }

  @Test
  void boundsThatLeaveOutTheBaselineAreRefused() {
    assertThatThrownBy(() -> new ActionSpace(1, 2, 4)).hasMessageContaining("aMin <= 1 <= aMax");
    assertThatThrownBy(() -> new ActionSpace(1, 1, 1)).hasMessageContaining("aMin < aMax");
    assertThatThrownBy(() -> new ActionSpace(0, 0.5, 2)).hasMessageContaining("was 0");
  }

  @Test
  void aGridThatNoAgentCouldStartOnIsRefused() {
    assertThatThrownBy(() -> space.onGrid(List.of(0.5, 2.0)))
        .hasMessage("grid must hold 1, where every agent starts, was [0.5, 2.0]");
    assertThatThrownBy(() -> space.onGrid(List.of(1.0))).hasMessageContaining("2 to 100 values");
    assertThatThrownBy(() -> space.onGrid(List.of(1.0, 1.0))).hasMessageContaining("rising");
    assertThatThrownBy(() -> space.onGrid(List.of(1.0, 4.5)))
        .hasMessageContaining("within the action bounds [0.25, 4.0]");
    assertThatThrownBy(() -> space.onGrid(List.of(1.0, Double.NaN))).hasMessageContaining("NaN");
    assertThatThrownBy(
            () -> new ActionSpace(5, 0.25, 4).onGrid(List.of(0.5, 1.0, 2.0, 3.0))) // 4⁵ = 1,024
        .hasMessageContaining("at most 1000 points in all, of 5 factors each");
  }

  @Test
  void aContinuousSpaceIsToldAsItWasBeforeGrids() {
    assertThat(space.toString()).isEqualTo("ActionSpace[size=1, min=0.25, max=4.0]");
    assertThat(space.onGrid(List.of(0.5, 1.0)).toString())
        .isEqualTo("ActionSpace[size=1, min=0.25, max=4.0] on [0.5, 1.0]");
  }

  @Test
  void anActionOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> space.toUnit(Action.of(1, 2)))
        .hasMessage("action has 2 factors, this action space has 1");
  }
}
