package io.pageturner.learning.environment;

import java.util.random.RandomGenerator;

/**
 * Acrobot-v1: swing a chain of two links, driven at the joint between them (torque −1, 0 or 1 N·m
 * for actions 0, 1, 2), above a line; each step costs 1 until it is there.
 *
 * <p>State [cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁, θ̇₂]. Sutton, "Generalization in reinforcement
 * learning", 1996, with the equations of Sutton and Barto's book; a Runge-Kutta step of 0.2 s.
 */
public final class Acrobot implements Environment<Integer> {
  private static final double TAU = 0.2;
  private static final double MASS = 1; // of each link
  private static final double LENGTH = 1; // of the first link
  private static final double CENTRE = 0.5; // of each link's mass, from its joint
  private static final double INERTIA = 1; // of each link
  private static final double GRAVITY = 9.8;
  private static final double MAX_SPEED_1 = 4 * Math.PI;
  private static final double MAX_SPEED_2 = 9 * Math.PI;
  private static final Space<Integer> ACTIONS = new Space.Discrete(3);

  private double[] state = new double[4]; // θ₁, θ₂, θ̇₁, θ̇₂

  /** The task with its time limit of 500 steps. */
  public static Environment<Integer> v1() {
    return new Acrobot().limited(500);
  }

  @Override
  public int stateSize() {
    return 6;
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
    return random.nextDouble(-0.1, 0.1);
  }

  /** Puts the world into a state. */
  Observation set(double angle1, double angle2, double speed1, double speed2) {
    state = new double[] {angle1, angle2, speed1, speed2};
    return observation();
  }

  @Override
  public Step step(Integer action) {
    double[] next = rungeKutta(state, action - 1);
    set(
        wrapped(next[0]),
        wrapped(next[1]),
        Math.max(-MAX_SPEED_1, Math.min(MAX_SPEED_1, next[2])),
        Math.max(-MAX_SPEED_2, Math.min(MAX_SPEED_2, next[3])));
    boolean there = -Math.cos(state[0]) - Math.cos(state[1] + state[0]) > 1;
    return new Step(observation(), there ? 0 : -1, there, false);
  }

  private static double[] rungeKutta(double[] y, double torque) {
    double[] k1 = derivative(y, torque);
    double[] k2 = derivative(moved(y, k1, TAU / 2), torque);
    double[] k3 = derivative(moved(y, k2, TAU / 2), torque);
    double[] k4 = derivative(moved(y, k3, TAU), torque);
    double[] next = y.clone();
    for (int i = 0; i < y.length; i++) {
      next[i] += TAU / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
    return next;
  }

  private static double[] moved(double[] y, double[] rate, double by) {
    double[] moved = y.clone();
    for (int i = 0; i < y.length; i++) {
      moved[i] += by * rate[i];
    }
    return moved;
  }

  private static double[] derivative(double[] y, double torque) {
    double reach = LENGTH * CENTRE;
    double sin2 = Math.sin(y[1]);
    double cos2 = Math.cos(y[1]);
    double spread = CENTRE * CENTRE + reach * cos2;
    double d1 =
        MASS * CENTRE * CENTRE
            + MASS * (LENGTH * LENGTH + CENTRE * CENTRE + 2 * reach * cos2)
            + 2 * INERTIA;
    double d2 = MASS * spread + INERTIA;
    double phi2 = MASS * CENTRE * GRAVITY * Math.cos(y[0] + y[1] - Math.PI / 2);
    double phi1 =
        -MASS * reach * y[3] * y[3] * sin2
            - 2 * MASS * reach * y[3] * y[2] * sin2
            + (MASS * CENTRE + MASS * LENGTH) * GRAVITY * Math.cos(y[0] - Math.PI / 2)
            + phi2;
    double rate2 =
        (torque + d2 / d1 * phi1 - MASS * reach * y[2] * y[2] * sin2 - phi2)
            / (MASS * CENTRE * CENTRE + INERTIA - d2 * d2 / d1);
    double rate1 = -(d2 * rate2 + phi1) / d1;
    return new double[] {y[2], y[3], rate1, rate2};
  }

  /** The same angle within [−π, π]. */
  private static double wrapped(double angle) {
    double x = angle;
    while (x > Math.PI) {
      x -= 2 * Math.PI;
    }
    while (x < -Math.PI) {
      x += 2 * Math.PI;
    }
    return x;
  }

  private Observation observation() {
    return Observation.of(
        Math.cos(state[0]),
        Math.sin(state[0]),
        Math.cos(state[1]),
        Math.sin(state[1]),
        state[2],
        state[3]);
  }
}
