package io.pageturner.learning.trainer;

import io.pageturner.learning.feed.UpdateFigures;
import java.util.ArrayList;
import java.util.List;

/** Running means of the updates' figures, older updates weighing exponentially less. */
final class RunningFigures {
  /** Remembers about the last hundred updates. */
  private static final double DECAY = 0.99;

  private final Mean valueLoss = new Mean();
  private final Mean value = new Mean();
  private final Mean absoluteValue = new Mean();
  private final Mean otherValue = new Mean();
  private final List<Agent> agents = new ArrayList<>();

  RunningFigures(int agents) {
    for (int k = 0; k < agents; k++) {
      this.agents.add(new Agent());
    }
  }

  void add(UpdateFigures update) {
    valueLoss.add(update.valueLoss(), 1);
    value.add(update.meanValue(), 1);
    absoluteValue.add(update.meanAbsoluteValue(), 1);
    otherValue.add(update.otherValue(), update.otherRows());
    for (int k = 0; k < agents.size(); k++) {
      agents.get(k).add(update.agents().get(k));
    }
  }

  double valueLoss() {
    return valueLoss.get();
  }

  double value() {
    return value.get();
  }

  double absoluteValue() {
    return absoluteValue.get();
  }

  double otherValue() {
    return otherValue.get();
  }

  TrainingFigures.Agent agent(
      int k, String name, long transitions, double sigma, int replica, double offPolicyGain) {
    Agent agent = agents.get(k);
    double absolute = agent.absoluteAdvantage.get();
    double both = absolute + absoluteValue.get();
    return new TrainingFigures.Agent(
        name,
        transitions,
        agent.advantageLoss.get(),
        agent.actorLoss.get(),
        agent.advantage.get(),
        absolute,
        both == 0 ? 0 : absolute / both,
        agent.q.get(),
        agent.actionMean.get(),
        agent.actionDeviation.get(),
        agent.clipShare.get(),
        sigma,
        replica,
        offPolicyGain);
  }

  private static final class Agent {
    private final Mean advantageLoss = new Mean();
    private final Mean actorLoss = new Mean();
    private final Mean advantage = new Mean();
    private final Mean absoluteAdvantage = new Mean();
    private final Mean q = new Mean();
    private final Mean actionMean = new Mean();
    private final Mean actionDeviation = new Mean();
    private final Mean clipShare = new Mean();

    void add(UpdateFigures.Agent update) {
      int rows = update.rows();
      advantageLoss.add(update.advantageLoss(), rows);
      actorLoss.add(update.actorLoss(), rows);
      advantage.add(update.meanAdvantage(), rows);
      absoluteAdvantage.add(update.meanAbsoluteAdvantage(), rows);
      q.add(update.meanQ(), rows);
      actionMean.add(update.actionMean(), rows);
      actionDeviation.add(update.actionDeviation(), rows);
      clipShare.add(update.clipShare(), rows);
    }
  }

  /** A weighted mean; 0 before anything was added. */
  private static final class Mean {
    private double weight;
    private double mean;

    void add(double x, double by) {
      if (by > 0) {
        weight = weight * DECAY + by;
        mean += (x - mean) * by / weight;
      }
    }

    double get() {
      return mean;
    }
  }
}
