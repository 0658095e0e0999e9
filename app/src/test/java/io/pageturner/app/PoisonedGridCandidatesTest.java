package io.pageturner.app;

import io.pageturner.app.evaluate.SimulatedLog;
import io.pageturner.domain.ActionSpace;
import io.pageturner.learning.ddpg.Algorithm;
import java.util.Map;

/** The same of a discrete agent, whose actions jump from point to point. */
class PoisonedGridCandidatesTest extends PoisonedCandidatesTest {
  @Override
  Map<String, ?> settings() {
    return Map.of(
        "trainer.algorithm",
        "dueling-dqn",
        "trainer.exploration.kind",
        "epsilon-greedy",
        "trainer.exploration.start",
        0.5,
        "trainer.exploration.end",
        0.1);
  }

  @Override
  SimulatedLog logging(ActionSpace actions) {
    return SimulatedLog.onGrid(actions, Algorithm.DUELING_DQN, 0.5, 5);
  }
}
