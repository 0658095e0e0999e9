package io.pageturner.learning.agent;

import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * The undiscounted returns of episodes that an agent played with its best actions.
 *
 * @param returns one per episode
 */
public record Evaluation(List<Double> returns) {
  public Evaluation {
    returns = List.copyOf(returns);
  }

  /** Plays so many episodes. */
  public static <A> Evaluation of(
      Agent<A> agent, Environment<A> environment, int episodes, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Double> returns = new ArrayList<>();
    for (int episode = 0; episode < episodes; episode++) {
      returns.add(play(agent, environment, new SplitMix64(random.nextLong())));
    }
    return new Evaluation(returns);
  }

  private static <A> double play(Agent<A> agent, Environment<A> environment, SplitMix64 random) {
    Observation observation = environment.reset(random);
    double sum = 0;
    while (true) {
      A action = agent.act(observation);
      environment.actions().requireContains(action, observation);
      Step step = environment.step(action);
      sum += step.reward();
      if (step.done()) {
        return sum;
      }
      observation = step.next();
    }
  }

  public double mean() {
    return returns.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** Standard deviation over the episodes. */
  public double deviation() {
    double mean = mean();
    double squares = returns.stream().mapToDouble(r -> (r - mean) * (r - mean)).sum();
    return returns.size() < 2 ? 0 : Math.sqrt(squares / (returns.size() - 1));
  }
}
