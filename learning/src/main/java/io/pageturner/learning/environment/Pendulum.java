package io.pageturner.learning.environment;

import java.util.random.RandomGenerator;

/**
 * Pendulum-v1: swing a pendulum up and hold it there with a torque in [−2, 2] N·m.
 *
 * <p>State [cos θ, sin θ, θ̇], θ = 0 upright; a step of 0.05 s pays −(θ² + 0.1·θ̇² + 0.001·u²), θ
 * within [−π, π).
 */
public final class Pendulum implements Environment<float[]> {
  private static final double MAX_SPEED = 8;
  private static final double MAX_TORQUE = 2;
  private static final double GRAVITY = 10;
  private static final double MASS = 1;
  private static final double LENGTH = 1;
  private static final double TAU = 0.05;
  private static final Space<float[]> ACTIONS =
      new Space.Box(new float[] {(float) -MAX_TORQUE}, new float[] {(float) MAX_TORQUE});

  private double angle;
  private double speed;

  /** The task with its time limit of 200 steps. */
  public static Environment<float[]> v1() {
    return new Pendulum().limited(200);
  }

  @Override
  public int stateSize() {
    return 3;
  }

  @Override
  public Space<float[]> actions() {
    return ACTIONS;
  }

  @Override
  public Observation reset(RandomGenerator random) {
    return set(random.nextDouble(-Math.PI, Math.PI), random.nextDouble(-1, 1));
  }

  /** Puts the world into a state. */
  Observation set(double theta, double thetaSpeed) {
    angle = theta;
    speed = thetaSpeed;
    return observation();
  }

  @Override
  public Step step(float[] action) {
    double torque = clip(action[0], MAX_TORQUE);
    double away = normalised(angle);
    double cost = away * away + 0.1 * speed * speed + 0.001 * torque * torque;
    double pull = 3 * GRAVITY / (2 * LENGTH) * Math.sin(angle);
    double push = 3.0 / (MASS * LENGTH * LENGTH) * torque;
    speed = clip(speed + (pull + push) * TAU, MAX_SPEED);
    angle += speed * TAU;
    return new Step(observation(), -cost, false, false);
  }

  private Observation observation() {
    return Observation.of(Math.cos(angle), Math.sin(angle), speed);
  }

  private static double clip(double x, double most) {
    return Math.max(-most, Math.min(most, x));
  }

  /** The same angle within [−π, π). */
  private static double normalised(double x) {
    double turn = 2 * Math.PI;
    double turned = (x + Math.PI) % turn;
    return (turned < 0 ? turned + turn : turned) - Math.PI;
  }
}
