package io.pageturner.learning.trainer;

import io.pageturner.domain.BucketName;
import java.util.Objects;

/**
 * One agent and its part of the traffic.
 *
 * @param name of the agent
 * @param bucket whose traffic it learns from
 * @param bundle name that its bundles are published under, such as {@code policy}
 */
public record TrainedAgent(String name, BucketName bucket, String bundle) {
  public TrainedAgent {
    Objects.requireNonNull(name, "agent.name is missing");
    Objects.requireNonNull(bucket, "agent.bucket is missing");
    Objects.requireNonNull(bundle, "agent.bundle is missing");
    if (bucket.isBaseline()) {
      throw new IllegalArgumentException(
          "agent.bucket must not be the baseline: its traffic is always ranked with a = 1");
    }
  }
}
