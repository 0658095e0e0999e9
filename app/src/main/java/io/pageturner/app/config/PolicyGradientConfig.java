package io.pageturner.app.config;

/**
 * How policy gradients learn; read for every algorithm, used by {@code ppo} and {@code a2c}.
 *
 * @param actorRate learning rate of the actor μ
 * @param clip ε of PPO
 * @param capacity most transitions that are learned from again
 */
public record PolicyGradientConfig(double actorRate, double clip, int capacity) {
  public PolicyGradientConfig {
    require(actorRate > 0, "actor-rate must be above 0", actorRate);
    require(clip > 0 && clip < 1, "clip must be in (0, 1)", clip);
    require(capacity >= 1, "capacity must be 1 or more", capacity);
  }

  private static void require(boolean holds, String rule, Number found) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", was " + found);
    }
  }

  static PolicyGradientConfig read(ConfigSection section) {
    double actorRate = section.real("actor-rate");
    double clip = section.real("clip");
    int capacity = section.integer("capacity");
    return section.record(
        () -> new PolicyGradientConfig(actorRate, clip, capacity),
        new PolicyGradientConfig(1, 0.5, 1));
  }
}
