package io.pageturner.app.config;

/**
 * How policy gradients learn; read for every algorithm, used by {@code ppo} and {@code a2c}.
 *
 * @param actorRate learning rate of the actor μ
 * @param clip ε of PPO
 * @param capacity most transitions that are learned from again
 */
public record PolicyGradientConfig(double actorRate, double clip, int capacity) {
  static PolicyGradientConfig read(ConfigSection section) {
    return new PolicyGradientConfig(
        section.real("actor-rate"), section.real("clip"), section.integer("capacity"));
  }
}
