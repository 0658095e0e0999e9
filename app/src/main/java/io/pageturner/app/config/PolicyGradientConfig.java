package io.pageturner.app.config;

/**
 * How policy gradients learn.
 *
 * @param clip how far from 1 the ratio of an action's density to the logged one may go
 * @param capacity most transitions that are learned from again
 */
public record PolicyGradientConfig(double clip, int capacity) {
  public PolicyGradientConfig {
    if (!(clip > 0 && clip < 1)) {
      throw new IllegalArgumentException("clip must be in (0, 1), was " + clip);
    }
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, was " + capacity);
    }
  }

  static PolicyGradientConfig read(ConfigSection section) {
    double clip = section.real("clip");
    int capacity = section.integer("capacity");
    return section.record(
        () -> new PolicyGradientConfig(clip, capacity), new PolicyGradientConfig(0.5, 1));
  }
}
