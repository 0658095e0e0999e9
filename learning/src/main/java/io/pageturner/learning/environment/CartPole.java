package io.pageturner.learning.environment;

import java.util.random.RandomGenerator;

/**
 * CartPole-v1: push a cart left (0) or right (1) so that its pole stays up; each step pays 1.
 *
 * <p>State [position m, velocity m/s, pole angle rad, angular velocity rad/s]. Barto, Sutton and
 * Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems",
 * 1983; integrated by Euler steps of 0.02 s.
 */
public final class CartPole implements Environment<Integer> {
  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = 1.0 + POLE_MASS;
  private static final double HALF_LENGTH = 0.5;
  private static final double FORCE = 10;
  private static final double TAU = 0.02;
  private static final double MAX_ANGLE = 12 * 2 * Math.PI / 360;
  private static final double MAX_POSITION = 2.4;
  private static final Space<Integer> ACTIONS = new Space.Discrete(2);

  private double x;
  private double velocity;
  private double angle;
  private double spin;

  /** The task with its time limit of 500 steps. */
  public static Environment<Integer> v1() {
    return new CartPole().limited(500);
  }

  @Override
  public int stateSize() {
    return 4;
  }

  @Override
  public Space<Integer> actions() {
    return ACTIONS;
  }

  @Override
  public Observation reset(RandomGenerator random) {
    return set(start(random), start(random), start(random), start(random));
  }

  private static double start(RandomGenerator random) {
    return random.nextDouble(-0.05, 0.05);
  }

  /** Puts the world into a state. */
  Observation set(double position, double speed, double poleAngle, double poleSpin) {
    x = position;
    velocity = speed;
    angle = poleAngle;
    spin = poleSpin;
    return observation();
  }

  @Override
  public Step step(Integer action) {
    double force = action == 1 ? FORCE : -FORCE;
    double sin = Math.sin(angle);
    double cos = Math.cos(angle);
    double push = (force + POLE_MASS * HALF_LENGTH * spin * spin * sin) / TOTAL_MASS;
    double inertia = HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * cos * cos / TOTAL_MASS);
    double spinRate = (GRAVITY * sin - cos * push) / inertia;
    double acceleration = push - POLE_MASS * HALF_LENGTH * spinRate * cos / TOTAL_MASS;
    x += TAU * velocity;
    velocity += TAU * acceleration;
    angle += TAU * spin;
    spin += TAU * spinRate;
    boolean fallen = Math.abs(x) > MAX_POSITION || Math.abs(angle) > MAX_ANGLE;
    return new Step(observation(), 1, fallen, false);
  }

  private Observation observation() {
    return Observation.of(x, velocity, angle, spin);
  }
}
