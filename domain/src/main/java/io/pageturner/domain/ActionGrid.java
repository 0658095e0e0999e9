package io.pageturner.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The points of a discrete action space: every combination of the grid's factors, numbered from 0.
 *
 * <p>The number of steps that lie between a point and a = 1 decides its place, the fewest first. So
 * the point 0 is a = 1, and the first of several equally good ones is one of those nearest to the
 * team's own ranking. Steps are whole numbers: networks, whose outputs stand in this order, mean
 * the same on every machine. Immutable.
 */
public final class ActionGrid {
  private final List<double[]> units = new ArrayList<>(); // per point [factors]
  private final List<Action> actions = new ArrayList<>();

  private ActionGrid(ActionSpace space) {
    int[][] points = // per point the places of its factors on the grid
        IntStream.range(0, (int) Math.pow(space.grid().size(), space.size()))
            .mapToObj(number -> places(number, space))
            .sorted(Comparator.comparingInt(places -> steps(places, space.grid().indexOf(1.0))))
            .toArray(int[][]::new);
    double[] unit = space.gridUnits();
    for (int[] places : points) {
      units.add(IntStream.of(places).mapToDouble(place -> unit[place]).toArray());
      actions.add(Action.of(IntStream.of(places).mapToDouble(space.grid()::get).toArray()));
    }
  }

  /** The points of a space; empty when it is continuous. */
  public static Optional<ActionGrid> of(ActionSpace space) {
    return space.discrete() ? Optional.of(new ActionGrid(space)) : Optional.empty();
  }

  /** The digits of a number to the base of the grid's size: the last factor changes fastest. */
  private static int[] places(int number, ActionSpace space) {
    int[] places = new int[space.size()];
    int rest = number;
    for (int k = places.length - 1; k >= 0; k--) {
      places[k] = rest % space.grid().size();
      rest /= space.grid().size();
    }
    return places;
  }

  private static int steps(int[] places, int one) {
    return IntStream.of(places).map(place -> Math.abs(place - one)).sum();
  }

  /** K, the number of points. */
  public int size() {
    return actions.size();
  }

  /** A point's unit values [factors]. */
  public double[] unit(int point) {
    return units.get(point).clone();
  }

  /** A point's action: its factors are those of the grid to the last digit. */
  public Action action(int point) {
    return actions.get(point);
  }

  /** The point of the least squared distance to unit values [factors]; the first among equals. */
  public int nearest(double[] unit) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int point = 0; point < units.size(); point++) {
      double distance = distance(unit, units.get(point));
      if (distance < least) {
        nearest = point;
        least = distance;
      }
    }
    return nearest;
  }

  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += (one[k] - other[k]) * (one[k] - other[k]);
    }
    return sum;
  }
}
