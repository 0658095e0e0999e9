package io.pageturner.learning.environment;

import java.util.random.RandomGenerator;

/**
 * A corridor whose only reward, 1, waits at its far end: a task of exploration. Action 2 leads one
 * place on, 0 and 1 one place back; the state is the place, one-hot.
 *
 * <p>One who acts at random is driven back to the start: of 40 steps hardly any chance leads along
 * 15 places.
 */
public final class Corridor implements Environment<Integer> {
  private static final int ON = 2;
  private static final Space<Integer> ACTIONS = new Space.Discrete(3);

  private final int places;
  private int at;

  /**
   * @param places from the start to the end, both counted
   */
  public Corridor(int places) {
    this.places = places;
  }

  /** 15 places, cut off after 40 steps. */
  public static Environment<Integer> of15() {
    return new Corridor(15).limited(40);
  }

  @Override
  public int stateSize() {
    return places;
  }

  @Override
  public Space<Integer> actions() {
    return ACTIONS;
  }

  @Override
  public Observation reset(RandomGenerator random) {
    at = 0;
    return observation();
  }

  @Override
  public Step step(Integer action) {
    at = Math.max(0, at + (action == ON ? 1 : -1));
    boolean there = at == places - 1;
    return new Step(observation(), there ? 1 : 0, there, false);
  }

  private Observation observation() {
    float[] place = new float[places];
    place[at] = 1;
    return Observation.of(place);
  }
}
