package io.pageturner.learning.agent.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import org.junit.jupiter.api.Test;

class RolloutTest {
  /**
   * Two workers of two steps with γ = ½, λ = ½, V = 10 before and 20 after every step, worked by
   * hand. The first worker's first step terminates: nothing follows it. The second worker's is
   * truncated: what follows counts, but the next row is another episode.
   */
  @Test
  void eachWorkersStretchCountsForItselfAndEndsWithItsEpisode() {
    Rollout rollout = new Rollout(2, 2, 1, 1);
    add(rollout, 0, 1, true, false);
    add(rollout, 1, 2, false, true);
    assertThat(rollout.full()).isFalse();
    add(rollout, 0, 3, false, false);
    add(rollout, 1, 4, false, false);
    assertThat(rollout.full()).isTrue();
    float[] values = {10, 10, 10, 10};
    float[] next = {20, 20, 20, 20};
    assertThat(rollout.advantages(values, next, 0.5, 0.5))
        .containsExactly(
            new float[] {1 - 10, 3 + 10 - 10, 2 + 10 - 10, 4 + 10 - 10}, within(1e-6f));
    assertThat(rollout.states()).containsExactly(1, 3, 2, 4); // Worker by worker.
    rollout.clear();
    assertThat(rollout.full()).isFalse();
  }

  @Test
  void withoutAnEndTheNextStepsErrorFlowsBack() {
    Rollout rollout = new Rollout(1, 2, 1, 1);
    add(rollout, 0, 1, false, false);
    add(rollout, 0, 3, false, false);
    // δ = 1 + 10 − 10 and 3 + 10 − 10; γλ = ¼.
    assertThat(rollout.advantages(new float[] {10, 10}, new float[] {20, 20}, 0.5, 0.5))
        .containsExactly(new float[] {1 + 3f / 4, 3}, within(1e-6f));
  }

  /** A step in the state that its reward numbers. */
  private static void add(
      Rollout rollout, int worker, float reward, boolean terminated, boolean truncated) {
    Step step = new Step(Observation.of(0f), reward, terminated, truncated);
    rollout.add(worker, new float[] {reward}, new float[1], step);
  }
}
