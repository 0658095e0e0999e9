package io.pageturner.app.experiment;

import io.pageturner.domain.Transition;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.learning.trainer.LearnerSettings;
import io.pageturner.learning.trainer.PretrainingReport;
import io.pageturner.learning.trainer.PretrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well V, pre-trained on the first 80 % of a log's sessions in time order, tells the discounted
 * return of the rest, against the constant that is best for the first.
 *
 * @param log the transitions with every feature; a variant encodes those that it has
 * @param settings of the learner; the seed is the run's
 */
record HeldOutValue(
    String name,
    List<Variant> variants,
    List<Transition> log,
    ItemEmbeddings embeddings,
    LearnerSettings settings)
    implements Measure {
  private static final PretrainingSettings PRETRAINING =
      new PretrainingSettings(60, 6, PretrainingSettings.Split.IN_TIME_ORDER);

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("saved", "saved of the constant's error, %", 100),
        new Column("error", "squared error", 1));
  }

  @Override
  public SortedMap<String, Double> of(Variant variant, long seed) {
    List<Transition> seen = log.stream().map(variant::view).toList();
    try (Learner learner = new Learner(variant.features(), embeddings, settings.withSeed(seed))) {
      PretrainingReport report = learner.pretrain(seen, PRETRAINING);
      return new TreeMap<>(
          Map.of(
              "saved", report.saved(),
              "error", report.valueError(),
              "constant", report.constantError(),
              "epochs", (double) report.epochs(),
              "parameters", (double) learner.parameterCount().state()));
    }
  }
}
