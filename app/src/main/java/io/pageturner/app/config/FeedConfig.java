package io.pageturner.app.config;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.Fusion;
import java.util.List;

/** The team's own ranking and what the agent may do to it. */
public record FeedConfig(
    Fusion fusion, double[] theta, List<String> objectives, ActionSpace actions) {
  public FeedConfig {
    if (objectives.size() < 2 || theta.length != objectives.size() - 1) {
      throw new IllegalArgumentException(
          "theta needs one weight for each of the objectives after the first: objectives were "
              + objectives
              + ", theta had "
              + theta.length);
    }
    for (double weight : theta) {
      if (!(weight > 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException("theta must be above 0, found " + weight);
      }
    }
  }

  static FeedConfig read(ConfigSection feed) {
    ConfigSection action = feed.section("action");
    ActionSpace actions =
        action.record(
            () ->
                new ActionSpace(
                    Math.max(1, feed.reals("theta").length),
                    action.real("min"),
                    action.real("max")),
            ActionSpace.DEFAULT);
    return feed.record(
        () ->
            new FeedConfig(
                feed.oneOf("fusion", Fusion.class),
                feed.reals("theta"),
                feed.texts("objectives"),
                actions),
        new FeedConfig(Fusion.LINEAR, new double[] {1}, List.of("click", "order"), actions));
  }
}
