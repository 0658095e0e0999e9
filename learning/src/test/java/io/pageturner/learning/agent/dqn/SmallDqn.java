package io.pageturner.learning.agent.dqn;

import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.replay.Sampling;
import java.util.List;

/** Settings that learn a world known at sight in 2,000 steps. */
public final class SmallDqn {
  public static final DqnSettings SETTINGS =
      new DqnSettings(
          0.9,
          1,
          NextValue.MAX,
          QHead.PLAIN,
          TdLoss.HUBER,
          List.of(16, 16),
          Schedule.constant(5e-3),
          10,
          5_000,
          new Sampling.Uniform(),
          32,
          100,
          4,
          2,
          50,
          Schedule.linear(1, 0.05, 500));

  private SmallDqn() {}
}
