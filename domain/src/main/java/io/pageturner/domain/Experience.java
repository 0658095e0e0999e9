package io.pageturner.domain;

/**
 * One page as the learner sees it: state, action, reward (list-wise).
 *
 * @param page the joined page: its decision holds state and action, its outcomes the raw feedback
 * @param reward of the page under the reward weights in force
 */
public record Experience(JoinedPage page, double reward) {
  public Experience {
    Values.present("page", page);
    Values.finite("reward", reward);
  }

  public State state() {
    return page.decision().state();
  }

  public Action action() {
    return page.decision().action();
  }
}
