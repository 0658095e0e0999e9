package io.pageturner.learning.trainer;

import io.pageturner.domain.BucketName;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One agent and its part of the traffic.
 *
 * @param name of the agent; its parameters and its place in checkpoints are named by it
 * @param bucket whose traffic it learns from
 * @param bundle name that its bundles are published under, such as {@code policy}
 * @param exploration how it explores
 * @param startFrom the agent whose A and μ it starts with when it comes new to a trainer that has
 *     learned already; empty to start at a = 1
 */
public record TrainedAgent(
    String name,
    BucketName bucket,
    String bundle,
    ExplorationSchedule exploration,
    Optional<String> startFrom) {
  /** What fits into the names of a graph's parameters. */
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  public TrainedAgent {
    Objects.requireNonNull(bucket, "agent.bucket is missing");
    Objects.requireNonNull(bundle, "agent.bundle is missing");
    Objects.requireNonNull(exploration, "agent.exploration is missing");
    if (name == null || !RULE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "agent.name must be 1 to 64 of a-z, 0-9, _, . and -, was " + name);
    }
    if (bucket.isBaseline()) {
      throw new IllegalArgumentException(
          "agent.bucket must not be the baseline: its traffic is always ranked with a = 1");
    }
    if (startFrom.equals(Optional.of(name))) {
      throw new IllegalArgumentException("agent.startFrom of " + name + " must be another agent");
    }
  }

  /** An agent that starts at a = 1 and explores by default. */
  public static TrainedAgent of(String name, BucketName bucket, String bundle) {
    return new TrainedAgent(name, bucket, bundle, ExplorationSchedule.DEFAULT, Optional.empty());
  }
}
