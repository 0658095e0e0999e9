package io.pageturner.learning.trainer;

import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.feed.PolicyLearner;
import io.pageturner.learning.feed.UpdateFigures;
import io.pageturner.learning.ids.GrowingTables;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The learners of all agents, one or several from different seeds (SPEC 2.6): all of them take
 * every step, on the same encoded batch, and each agent publishes that of them which does best.
 */
final class Replicas implements AutoCloseable {
  private final LearnerSettings settings;
  private final List<PolicyLearner> members = new ArrayList<>();
  private final List<RunningFigures> figures = new ArrayList<>();
  private final List<Weights> untrained = new ArrayList<>();
  private final ReplicaJudge judge;
  private ReplicaScores scores;

  /**
   * Learners that know nothing.
   *
   * @param random draws their seeds
   */
  Replicas(
      FeatureConfig config,
      ItemEmbeddings embeddings,
      LearnerSettings settings,
      SplitMix64 random) {
    this.settings = settings;
    this.judge = new ReplicaJudge(config, embeddings, settings.actions(), settings.agent().gamma());
    List<String> names = names();
    try {
      for (int i = 0; i < settings.replicas(); i++) {
        PolicyLearner member =
            settings
                .algorithm()
                .create(config, settings.actions(), names, settings.agent(), random.nextLong());
        members.add(member);
        untrained.add(member.snapshot());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    forget();
  }

  private List<String> names() {
    return settings.agents().stream().map(TrainedAgent::name).toList();
  }

  private void forget() {
    figures.clear();
    members.forEach(member -> figures.add(new RunningFigures(settings.agents().size())));
    scores = new ReplicaScores(settings.agents().size(), members.size());
    judge.clear();
  }

  List<PolicyLearner> members() {
    return List.copyOf(members);
  }

  List<GrowingTables> tables() {
    return members.stream().map(PolicyLearner::tables).toList();
  }

  /**
   * One update of each; a prioritised replay then goes by the mean of their |errors|, as it draws
   * for all of them.
   *
   * @param heads whether A and μ learn, too
   */
  List<UpdateFigures> update(TransitionBatch batch, boolean heads) {
    List<UpdateFigures> updates = new ArrayList<>();
    float[] errors = new float[batch.size()];
    for (int i = 0; i < members.size(); i++) {
      PolicyLearner member = members.get(i);
      UpdateFigures update = heads ? member.update(batch) : member.updateValue(batch);
      figures.get(i).add(update);
      updates.add(update);
      for (int row = 0; row < errors.length; row++) {
        errors[row] += Math.abs(batch.errors()[row]) / members.size();
      }
    }
    batch.tell(errors);
    return updates;
  }

  /** Shows a fresh page of an agent's own. */
  void see(EncodedTransition own) {
    if (judge.add(own)) {
      judge();
    }
  }

  /** Judges by the pages seen since; before states are encoded in another way. */
  void judge() {
    judge.judge(members, scores);
  }

  /** The replica that an agent publishes now. */
  int best(int agent) {
    return scores.best(agent);
  }

  /** How much more an agent's best replica is worth on a page than the policy that served. */
  double gain(int agent) {
    return gain(agent, best(agent));
  }

  /** The same of any replica. */
  double gain(int agent, int replica) {
    return scores.mean(agent, replica);
  }

  /** What an agent's replicas are told apart by, for a checkpoint. */
  ReplicaScores.Saved scores(int agent) {
    return scores.save(agent);
  }

  /** Running figures of the replica that an agent publishes. */
  RunningFigures figures(int agent) {
    return figures.get(best(agent));
  }

  /** What serving needs of an agent. */
  Weights policyWeights(int agent) {
    return members.get(best(agent)).policyWeights(agent);
  }

  /** Parameters and optimisers of each, at this moment. */
  List<Weights> snapshot() {
    return members.stream().map(PolicyLearner::snapshot).toList();
  }

  /**
   * Continues from a checkpoint's parameters: an agent that they lack starts as its settings say,
   * all others go on as they were.
   *
   * @param saved scores by name of the agent; one that is not named is new
   * @throws IllegalArgumentException that names the parameter which does not fit
   */
  void restore(List<Weights> snapshots, Map<String, ReplicaScores.Saved> saved) {
    for (int i = 0; i < members.size(); i++) {
      PolicyLearner member = members.get(i);
      member.restore(withNewcomers(member, over(untrained.get(i), snapshots.get(i)), saved));
    }
    forget();
    List<String> names = names();
    saved.forEach((name, kept) -> scores.restore(names.indexOf(name), kept));
  }

  private Weights withNewcomers(
      PolicyLearner member, Weights whole, Map<String, ReplicaScores.Saved> saved) {
    List<String> names = names();
    Weights weights = whole;
    for (TrainedAgent agent : settings.agents()) {
      if (!saved.containsKey(agent.name()) && agent.startFrom().isPresent()) {
        int from = names.indexOf(agent.startFrom().get());
        weights = member.withHeads(weights, from, names.indexOf(agent.name()));
      }
    }
    return weights;
  }

  private static Weights over(Weights below, Weights above) {
    Map<String, Tensor> all = new LinkedHashMap<>(below.asMap());
    all.putAll(above.asMap());
    return Weights.of(all);
  }

  /** Forgets everything learned, as if new. */
  void reset() {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).restore(untrained.get(i));
    }
    forget();
  }

  @Override
  public void close() {
    members.forEach(PolicyLearner::close);
  }
}
