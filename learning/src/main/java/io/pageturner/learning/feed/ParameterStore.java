package io.pageturner.learning.feed;

import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.ids.GrowingTables;
import io.pageturner.learning.network.Placement;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;

/** A learner's graph with all that it has learned: read and set as a whole. */
final class ParameterStore implements AutoCloseable {
  private final Computation computation = new Computation();
  private final Parameters parameters = new Parameters(computation);
  private GrowingTables tables;

  Computation computation() {
    return computation;
  }

  Parameters parameters() {
    return parameters;
  }

  /**
   * Gives every parameter its initial value; the graph is complete.
   *
   * @param valueObjective name of the objective that moves the tables of growing features
   */
  void initialise(FeatureConfig config, String valueObjective, RandomGenerator random) {
    parameters.initialise();
    tables = new GrowingTables(config, parameters, valueObjective, random);
  }

  GrowingTables tables() {
    return tables;
  }

  /**
   * One update on a batch, whose errors it is told.
   *
   * @param step the operation that changes the parameters
   * @param scale of rewards and values within the graph
   */
  UpdateFigures step(LearnerGraph graph, TransitionBatch batch, Op step, double scale) {
    batch.requireAny();
    Placement placement = tables.load(batch.states(), batch.size());
    float[][] found;
    try (Run run = computation.run()) {
      batch.feed(run, graph.inputs(), placement);
      run.fetch(graph.figures().all()).fetch(graph.errors()).target(step);
      found = run.floats();
    }
    batch.tell(found[1]);
    tables.store();
    return graph.figures().read(found[0], scale);
  }

  /** What the graph says of states, divided by {@code scale}. */
  float[] evaluate(
      LearnerGraph graph, StateBatch states, int rows, Operand<TFloat32> what, double scale) {
    Placement placement = tables.load(List.of(states), rows);
    float[] found;
    try (Run run = computation.run()) {
      states.feed(run, graph.inputs().states(), rows, placement);
      found = run.fetch(what).floats()[0];
    }
    for (int i = 0; i < found.length; i++) {
      found[i] = (float) (found[i] / scale);
    }
    return found;
  }

  Weights snapshot() {
    return weights(parameters.all(), Parameter::name);
  }

  /** Executes an operation for what it does. */
  void run(Op operation) {
    try (Run run = computation.run()) {
      run.target(operation).floats();
    }
  }

  /**
   * The parts of a policy under the names that serving knows.
   *
   * @param actorName prefix of the parameters {@code actor}
   */
  Weights policy(StateNetwork network, String actorName, List<Parameter> actor) {
    Map<Parameter, String> served = new LinkedHashMap<>();
    network.parameters().forEach(p -> served.put(p, renamed(p, network.name(), StateNetwork.NAME)));
    actor.forEach(p -> served.put(p, renamed(p, actorName, PolicyContent.ACTOR)));
    return weights(List.copyOf(served.keySet()), served::get);
  }

  private static String renamed(Parameter parameter, String from, String to) {
    return to + parameter.name().substring(from.length());
  }

  private Weights weights(List<Parameter> of, Function<Parameter, String> name) {
    Map<String, float[]> values = parameters.read(of);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : of) {
      float[] read = values.get(parameter.name());
      tensors.put(name.apply(parameter), new Tensor(parameter.shape(), read));
    }
    tables.overlay(tensors);
    return Weights.of(tensors);
  }

  void restore(Weights snapshot) {
    tables.requireFitting(snapshot);
    Map<String, Tensor> inGraph = new LinkedHashMap<>(snapshot.asMap());
    inGraph.keySet().removeAll(tables.names());
    Map<String, float[]> values = new LinkedHashMap<>();
    inGraph.forEach((name, tensor) -> values.put(name, tensor.values()));
    parameters.write(values);
    tables.restore(snapshot);
  }

  /** A snapshot in which the parameters {@code to} have the values of those {@code from}. */
  static Weights copied(Weights snapshot, List<Parameter> from, List<Parameter> to) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(snapshot.asMap());
    for (int i = 0; i < from.size(); i++) {
      tensors.put(to.get(i).name(), snapshot.tensor(from.get(i).name()));
    }
    return Weights.of(tensors);
  }

  static long size(List<Parameter> of) {
    return of.stream().mapToLong(Parameter::size).sum();
  }

  @Override
  public void close() {
    computation.close();
  }
}
