package io.pageturner.serving.model;

import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.Policy;
import io.pageturner.domain.State;
import io.pageturner.serving.Deadline;
import java.util.List;
import java.util.random.RandomGenerator;

/** A policy that a bundle was loaded into. */
public interface PolicyModel extends Policy, ServedModel {
  /**
   * The action for a page that somebody waits for.
   *
   * @param deadline until when an answer from elsewhere is waited for
   */
  default ActionChoice choose(
      State state, List<Double> noise, RandomGenerator random, Deadline deadline) {
    return choose(state, noise, random);
  }
}
