package io.pageturner.app;

import io.pageturner.app.evaluate.SimulatedLog;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.learning.feed.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The same of a discrete agent, whose actions jump from point to point. Candidates are judged by
 * what the live version itself has logged: where it took another point, the log knows little.
 */
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
    return SimulatedLog.onGrid(state -> 0, actions, Algorithm.DUELING_DQN, 0.5, 5);
  }

  @Override
  List<Transition> logged(List<Transition> before, Function<State, double[]> live) {
    ActionSpace actions = config().trainer().actions();
    SimulatedLog logging =
        SimulatedLog.onGrid(state -> live.apply(state)[0], actions, Algorithm.DUELING_DQN, 0.3, 6);
    return sessions(logging, SESSIONS);
  }
}
