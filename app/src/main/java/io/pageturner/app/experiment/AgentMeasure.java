package io.pageturner.app.experiment;

import java.util.List;
import java.util.SortedMap;

/**
 * What ways to learn come to in the simulated world.
 *
 * @param state what all of them see
 * @param oracleGain gain per session of the oracle, which knows the hidden state
 */
record AgentMeasure(
    List<Contestant> contestants,
    Variant state,
    SimulatedTraining training,
    Contestant.Plan plan,
    double oracleGain)
    implements Measure {
  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public List<Variant> variants() {
    return contestants.stream()
        .map(contestant -> new Variant(contestant.name(), state.features(), state.items()))
        .toList();
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("gain", "gain per session over a = 1", 1),
        new Column("share", "share of the oracle's, %", 100),
        new Column("drop", "worst drop", 1),
        new Column("half", "1,000 pages until half of the oracle's", 1e-3),
        new Column("clicks", "clicks/page", 1),
        new Column("depth", "pages/session", 1),
        new Column("withoutOrder", "sessions without order, %", 100));
  }

  @Override
  public SortedMap<String, Double> of(Variant variant, long seed) {
    LearningCurve curve = new LearningCurve(training, state, oracleGain);
    contestants.stream()
        .filter(contestant -> contestant.name().equals(variant.name()))
        .forEach(contestant -> contestant.learn(state, training, plan, seed, curve));
    return curve.figures();
  }
}
