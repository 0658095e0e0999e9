package io.pageturner.learning.agent.ddpg;

import java.util.random.RandomGenerator;

/** What exploration adds to an action on the unit scale. */
public sealed interface Noise {
  /**
   * The noise after {@code before}.
   *
   * @param before the last noise of the episode; zeros at its start
   */
  float[] next(RandomGenerator random, float[] before);

  /**
   * Independent normals.
   *
   * @param sigma σ
   */
  record Gaussian(double sigma) implements Noise {
    public Gaussian {
      require(sigma >= 0, "sigma must be 0 or more", sigma);
    }

    @Override
    public float[] next(RandomGenerator random, float[] before) {
      float[] noise = new float[before.length];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) (sigma * random.nextGaussian());
      }
      return noise;
    }
  }

  /**
   * x ← x − θ·x·dt + σ·√dt·N(0, 1): noise that keeps its direction for a while (Uhlenbeck and
   * Ornstein, 1930).
   *
   * @param sigma σ
   * @param theta θ, pull towards 0 per second
   * @param dt length of a step, s
   */
  record OrnsteinUhlenbeck(double sigma, double theta, double dt) implements Noise {
    public OrnsteinUhlenbeck {
      require(sigma >= 0, "sigma must be 0 or more", sigma);
      require(theta > 0, "theta must be above 0", theta);
      require(dt > 0 && theta * dt < 2, "dt must be in (0, 2/theta)", dt);
    }

    @Override
    public float[] next(RandomGenerator random, float[] before) {
      float[] noise = new float[before.length];
      for (int i = 0; i < noise.length; i++) {
        double drawn = sigma * Math.sqrt(dt) * random.nextGaussian();
        noise[i] = (float) (before[i] - theta * dt * before[i] + drawn);
      }
      return noise;
    }
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("ddpg.noise." + rule + ", was " + found);
    }
  }
}
