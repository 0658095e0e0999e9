package io.pageturner.app.experiment;

import io.pageturner.domain.Policy;
import io.pageturner.learning.trainer.LearnerSettings;
import io.pageturner.simulator.Estimate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent's greedy policy gains over a = 1 after learning in the simulated world.
 *
 * @param settings of the learner; the seed is the run's
 * @param pages pages that it learns from
 * @param oracleGain gain per session of the oracle, which knows the hidden state
 */
record SimulatedReward(
    List<Variant> variants,
    SimulatedTraining training,
    LearnerSettings settings,
    int pages,
    double oracleGain)
    implements Measure {
  @Override
  public String name() {
    return "reward, simulated";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("gain", "gain per session over a = 1", 1),
        new Column("share", "share of the oracle's gain, %", 100));
  }

  @Override
  public SortedMap<String, Double> of(Variant variant, long seed) {
    Policy policy = training.learn(variant, settings.withSeed(seed), pages);
    Estimate gain = training.gain(variant, policy);
    return new TreeMap<>(
        Map.of(
            "gain", gain.mean(),
            "halfWidth", gain.halfWidth(),
            "share", gain.mean() / oracleGain));
  }
}
