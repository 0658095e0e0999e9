package io.pageturner.learning.environment;

import java.util.random.RandomGenerator;

/**
 * MountainCar-v0: rock an underpowered car (push left 0, none 1, right 2) out of a valley; each
 * step costs 1 until it is at the flag.
 *
 * <p>State [position, velocity]. Moore, "Efficient memory-based learning for robot control", 1990.
 */
public final class MountainCar implements Environment<Integer> {
  private static final double MIN_POSITION = -1.2;
  private static final double MAX_POSITION = 0.6;
  private static final double MAX_SPEED = 0.07;
  private static final double GOAL = 0.5;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;
  private static final Space<Integer> ACTIONS = new Space.Discrete(3);

  private double position;
  private double velocity;

  /** The task with its time limit of 200 steps. */
  public static Environment<Integer> v0() {
    return new MountainCar().limited(200);
  }

  @Override
  public int stateSize() {
    return 2;
  }

  @Override
  public Space<Integer> actions() {
    return ACTIONS;
  }

  @Override
  public Observation reset(RandomGenerator random) {
    return set(random.nextDouble(-0.6, -0.4), 0);
  }

  /** Puts the world into a state. */
  Observation set(double x, double speed) {
    position = x;
    velocity = speed;
    return Observation.of(position, velocity);
  }

  @Override
  public Step step(Integer action) {
    velocity += (action - 1) * FORCE - GRAVITY * Math.cos(3 * position);
    velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
    position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, position + velocity));
    if (position == MIN_POSITION && velocity < 0) {
      velocity = 0;
    }
    boolean there = position >= GOAL && velocity >= 0;
    return new Step(Observation.of(position, velocity), -1, there, false);
  }
}
