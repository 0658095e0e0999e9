package io.pageturner.domain;

import java.util.List;

/**
 * What a policy answers for a state.
 *
 * @param action the action to take, exploration included, inside of the action space
 * @param greedy the action that the policy holds best
 * @param propensity density or probability of {@code action}, see {@link Decision}
 * @param noise what the exploration remembers for the session's next page; empty when nothing
 */
public record ActionChoice(Action action, Action greedy, double propensity, List<Double> noise) {
  public ActionChoice {
    noise = List.copyOf(noise);
  }
}
