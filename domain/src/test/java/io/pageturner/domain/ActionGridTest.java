package io.pageturner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActionGridTest {
  private static final ActionSpace ONE =
      ActionSpace.DEFAULT.onGrid(List.of(0.25, 0.5, 1.0, 2.0, 4.0));

  /** Zero, one, one, two and two steps from 1; among equals the order of the grid. */
  @Test
  void pointsStandInTheOrderOfTheirStepsFromOne() {
    assertThat(actions(grid(ONE)))
        .containsExactly(Action.of(1), Action.of(0.5), Action.of(2), Action.of(0.25), Action.of(4));
    assertThat(grid(ONE).unit(3)).containsExactly(new double[] {-1}, within(1e-12));
  }

  @Test
  void ofSeveralFactorsEveryCombinationIsAPoint() {
    ActionSpace two = new ActionSpace(2, 0.25, 4).onGrid(List.of(0.5, 1.0, 2.0));
    List<Action> actions = actions(grid(two));
    assertThat(actions).hasSize(9).doesNotHaveDuplicates();
    assertThat(actions.subList(0, 5))
        .containsExactly(
            Action.of(1, 1),
            Action.of(0.5, 1),
            Action.of(1, 0.5),
            Action.of(1, 2),
            Action.of(2, 1));
  }

  @Test
  void theNearestPointIsFoundAndOfTwoThatAreEquallyNearTheOneByOne() {
    ActionGrid grid = grid(ONE);
    assertThat(grid.action(grid.nearest(new double[] {0.6}))).isEqualTo(Action.of(2));
    assertThat(grid.action(grid.nearest(new double[] {0.9}))).isEqualTo(Action.of(4));
    assertThat(grid.action(grid.nearest(new double[] {0.24}))).isEqualTo(Action.of(1));
    ActionGrid half = grid(ActionSpace.DEFAULT.onGrid(List.of(0.25, 1.0)));
    assertThat(half.action(half.nearest(new double[] {-0.5}))).isEqualTo(Action.of(1));
  }

  @Test
  void aContinuousSpaceHasNoPoints() {
    assertThat(ActionGrid.of(ActionSpace.DEFAULT)).isEmpty();
  }

  private static ActionGrid grid(ActionSpace space) {
    return ActionGrid.of(space).orElseThrow();
  }

  private static List<Action> actions(ActionGrid grid) {
    return IntStream.range(0, grid.size()).mapToObj(grid::action).toList();
  }
}
