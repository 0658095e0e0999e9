package io.pageturner.learning.ddpg;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.ids.GrowingTables;
import io.pageturner.learning.network.Placement;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The learner behind one or several agents that share a state network and V; see the package.
 *
 * <p>Used by one thread; closing it frees its native memory.
 */
public final class AdvantageDdpg implements AutoCloseable {
  /** Name of the agent in bundles and logs. */
  public static final String NAME = "advantage-ddpg";

  private final AdvantageDdpgSettings settings;
  private final Computation computation = new Computation();
  private final Parameters parameters = new Parameters(computation);
  private final AdvantageDdpgGraph graph;
  private final GrowingTables tables;

  /**
   * A learner that knows nothing: V = 0, A = 0, and every agent's action is 1.
   *
   * @param agents their names; each has its own A and μ
   * @param seed of the initial parameters
   */
  public AdvantageDdpg(
      FeatureConfig config,
      ActionSpace space,
      List<String> agents,
      AdvantageDdpgSettings settings,
      long seed) {
    this.settings = settings;
    try {
      SplitMix64 random = new SplitMix64(seed);
      this.graph =
          new AdvantageDdpgGraph(computation, parameters, config, space, agents, settings, random);
      parameters.initialise();
      this.tables = new GrowingTables(config, parameters, AdvantageDdpgGraph.VALUE, random);
    } catch (RuntimeException e) {
      computation.close();
      throw e;
    }
  }

  /** One step of V on all rows, and of A and μ of every agent that has rows of its own. */
  public UpdateFigures update(TransitionBatch batch) {
    BitSet chosen = new BitSet();
    for (int k = 0; k < graph.agents().size(); k++) {
      chosen.set(k, batch.ownRows(k) > 0);
    }
    return step(batch, chosen);
  }

  /** One step of V and the state network alone. */
  public UpdateFigures updateValue(TransitionBatch batch) {
    return step(batch, new BitSet());
  }

  private UpdateFigures step(TransitionBatch batch, BitSet chosen) {
    if (batch.size() == 0) {
      throw new IllegalArgumentException("cannot learn from a batch of no transitions");
    }
    Placement placement = tables.load(batch.states(), batch.size());
    try (Run run = computation.run()) {
      batch.feed(run, graph.inputs(), placement);
      run.fetch(graph.figures().all()).fetch(graph.errors()).target(graph.step(chosen));
      float[][] found = run.floats();
      batch.tell(found[1]);
      UpdateFigures figures = graph.figures().read(found[0], settings.rewardScale());
      tables.store();
      return figures;
    }
  }

  /** The tables that grow with their ids; empty when the configuration has no such feature. */
  public GrowingTables tables() {
    return tables;
  }

  /** V(s) of the first {@code rows} states [rows], in the feed's own units of reward. */
  public float[] values(StateBatch states, int rows) {
    float[] values = evaluate(states, rows, graph.v());
    for (int i = 0; i < rows; i++) {
      values[i] = (float) (values[i] / settings.rewardScale());
    }
    return values;
  }

  /** μ(s) of the first {@code rows} states [rows, actions] on the unit scale. */
  public float[] unitActions(int agent, StateBatch states, int rows) {
    return evaluate(states, rows, graph.unit(agent));
  }

  private float[] evaluate(StateBatch states, int rows, Operand<TFloat32> what) {
    Placement placement = tables.load(List.of(states), rows);
    try (Run run = computation.run()) {
      states.feed(run, graph.inputs().states(), rows, placement);
      return run.fetch(what).floats()[0];
    }
  }

  /** How many parameters it learns, against plain DDPG with the same nets. */
  public ParameterCount parameterCount() {
    AgentHeads agent = graph.agents().get(0);
    return new ParameterCount(
        count(graph.network().parameters()),
        count(graph.value().parameters()),
        count(agent.advantage().parameters()),
        count(agent.actor().parameters()),
        graph.agents().size());
  }

  private static long count(List<Parameter> of) {
    return of.stream().mapToLong(Parameter::size).sum();
  }

  /** What serving needs of an agent: {@code state_…} and {@code actor_…}, at one moment. */
  public Weights policyWeights(int agent) {
    List<Parameter> actor = graph.agents().get(agent).actor().parameters();
    List<Parameter> served = new ArrayList<>(graph.network().parameters());
    served.addAll(actor);
    return weights(served, "agent_" + agent + "_");
  }

  private Weights weights(List<Parameter> of, String prefix) {
    Map<String, float[]> values = parameters.read(of);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : of) {
      String name = parameter.name();
      String shortened = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      tensors.put(shortened, new Tensor(parameter.shape(), values.get(name)));
    }
    tables.overlay(tensors);
    return Weights.of(tensors);
  }

  /** All parameters and the optimisers' own by name, at one moment. */
  public Weights snapshot() {
    return weights(parameters.all(), "");
  }

  /**
   * Continues from a snapshot.
   *
   * @throws IllegalArgumentException that names the parameter which does not fit; nothing was set
   */
  public void restore(Weights snapshot) {
    tables.requireFitting(snapshot);
    Map<String, Tensor> inGraph = new LinkedHashMap<>(snapshot.asMap());
    inGraph.keySet().removeAll(tables.names());
    Map<String, float[]> values = new LinkedHashMap<>();
    inGraph.forEach((name, tensor) -> values.put(name, tensor.values()));
    parameters.write(values);
    tables.restore(snapshot);
  }

  @Override
  public void close() {
    computation.close();
  }
}
