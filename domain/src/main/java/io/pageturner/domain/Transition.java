package io.pageturner.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * ⟨s, a, r, s', terminal⟩ of one page, emitted as soon as the session's next page is joined or the
 * session has ended (SPEC 4.3).
 *
 * @param page the page; a page has one transition
 * @param user whose
 * @param session in which
 * @param pageIndex 0 for the session's first page
 * @param time when the page was decided on
 * @param bucket which bucket's traffic it is
 * @param policy name of the policy that decided
 * @param version model version that decided
 * @param state s
 * @param action a
 * @param propensity density or probability of a, see {@link Decision}
 * @param reward r
 * @param rewards version of the weights that r was computed under, see {@link
 *     RewardWeights#version}; empty when not known
 * @param next s', the state of the session's next page; empty when terminal
 */
public record Transition(
    PageId page,
    UserId user,
    SessionId session,
    int pageIndex,
    Instant time,
    BucketName bucket,
    String policy,
    ModelVersion version,
    State state,
    Action action,
    double propensity,
    double reward,
    String rewards,
    Optional<State> next) {
  public Transition {
    Values.present("page", page);
    time = Values.millis("time", time);
    Values.present("bucket", bucket);
    Values.present("state", state);
    Values.present("action", action);
    Values.present("next", next);
    Values.finite("reward", reward);
    Values.present("rewards", rewards);
  }

  /** A transition whose reward comes from weights that nobody named. */
  public Transition(
      PageId page,
      UserId user,
      SessionId session,
      int pageIndex,
      Instant time,
      BucketName bucket,
      String policy,
      ModelVersion version,
      State state,
      Action action,
      double propensity,
      double reward,
      Optional<State> next) {
    this(
        page,
        user,
        session,
        pageIndex,
        time,
        bucket,
        policy,
        version,
        state,
        action,
        propensity,
        reward,
        "",
        next);
  }

  /** The transition of {@code experience}, with the next page's state or none at the end. */
  public static Transition of(Experience experience, Optional<State> next) {
    Decision d = experience.page().decision();
    return new Transition(
        d.page(),
        d.user(),
        d.session(),
        d.pageIndex(),
        d.time(),
        d.bucket(),
        d.policy(),
        d.version(),
        d.state(),
        d.action(),
        d.propensity(),
        experience.reward(),
        next);
  }

  /** This transition with a reward computed under the weights of version {@code weights}. */
  public Transition rewarded(double newReward, String weights) {
    return new Transition(
        page,
        user,
        session,
        pageIndex,
        time,
        bucket,
        policy,
        version,
        state,
        action,
        propensity,
        newReward,
        weights,
        next);
  }

  public boolean terminal() {
    return next.isEmpty();
  }
}
