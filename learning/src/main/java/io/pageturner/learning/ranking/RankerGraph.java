package io.pageturner.learning.ranking;

import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The two ranking models in one TensorFlow graph, over the same inputs; used by one thread. */
final class RankerGraph implements AutoCloseable {
  private final RankerShape shape;
  private final Computation computation = new Computation();
  private final Parameters parameters = new Parameters(computation);
  private final RankerInputs inputs;
  private final Map<RankingObjective, RankerTraining> models =
      new EnumMap<>(RankingObjective.class);

  RankerGraph(RankerShape shape, RankingSettings settings) {
    this.shape = shape;
    this.inputs = RankerInputs.of(computation.tf(), shape);
    Random random = new Random(settings.seed());
    for (RankingObjective objective : RankingObjective.values()) {
      models.put(
          objective,
          new RankerTraining(
              computation, parameters, shape, inputs, settings, objective.prefix(), random));
    }
    parameters.initialise();
  }

  /**
   * One training step of one model.
   *
   * @param labels [b] of 0 and 1
   * @return the batch's mean binary cross-entropy before the step
   */
  float step(RankingObjective objective, RankerBatch batch, float[] labels) {
    RankerTraining model = models.get(objective);
    try (Run run = computation.run()) {
      batch.feed(run, inputs, shape);
      run.feed(model.labels(), labels, batch.size());
      model.step().forEach(run::target);
      return run.fetch(model.loss()).floats()[0][0];
    }
  }

  /** The logits [b] of each model. */
  Map<RankingObjective, float[]> logits(RankerBatch batch) {
    try (Run run = computation.run()) {
      batch.feed(run, inputs, shape);
      models.values().forEach(model -> run.fetch(model.logit()));
      float[][] logits = run.floats();
      Map<RankingObjective, float[]> byObjective = new EnumMap<>(RankingObjective.class);
      int i = 0;
      for (RankingObjective objective : models.keySet()) {
        byObjective.put(objective, logits[i++]);
      }
      return byObjective;
    }
  }

  /** Adds to a model's output bias, and so to all its logits. */
  void shift(RankingObjective objective, double by) {
    String bias = objective.prefix() + RankerShape.OUT_BIAS;
    float now = weights().tensor(bias).value(0);
    parameters.write(Map.of(bias, new float[] {(float) (now + by)}));
  }

  /** The weights of both models, without the optimisers' memory. */
  Weights weights() {
    return weights(models.values().stream().flatMap(m -> m.weights().stream()).toList());
  }

  /** Everything that training changes: weights and optimisers' memory. */
  Weights everything() {
    return weights(parameters.all());
  }

  private Weights weights(List<Parameter> some) {
    Map<String, float[]> values = parameters.read(some);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    some.forEach(p -> tensors.put(p.name(), new Tensor(p.shape(), values.get(p.name()))));
    return Weights.of(tensors);
  }

  /**
   * Continues from {@link #everything()} of a graph of the same shape.
   *
   * @throws IllegalArgumentException that names what does not fit; then nothing was changed
   */
  void restore(Weights everything) {
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : parameters.all()) {
      if (!everything.contains(parameter.name())) {
        missing.add(parameter.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("the checkpoint lacks " + missing);
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    everything.asMap().forEach((name, tensor) -> values.put(name, tensor.values()));
    parameters.write(values);
  }

  @Override
  public void close() {
    computation.close();
  }
}
