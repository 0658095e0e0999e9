package io.pageturner.app.experiment;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.Policy;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.features.PageContext;
import io.pageturner.features.StateExtractor;
import io.pageturner.features.UserState;
import io.pageturner.simulator.FusionRanker;
import io.pageturner.simulator.PageOutcome;
import io.pageturner.simulator.PageRequest;
import io.pageturner.simulator.Ranker;
import io.pageturner.simulator.Reaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What serving and pipeline do for a page, in one step and for one session at a time: the state as
 * it is at the request, the policy of the user's bucket, the fusion; a click is in the user's state
 * at once; and a page's transition goes to the learner as soon as the next page is asked for or the
 * user has left.
 */
final class InProcessServing implements Ranker {
  private final Variant variant;
  private final StateExtractor extractor;
  private final double theta;
  private final RewardWeights weights;
  private final Function<UserId, Arm> arms;
  private final Consumer<Transition> learner;
  private final RandomGenerator random;
  private final Map<UserId, UserState> users = new HashMap<>();
  private Optional<Shown> open = Optional.empty();
  private long pages;

  /** Who serves a user. */
  record Arm(BucketName bucket, Policy policy) {}

  /** The page at hand; {@code reward} is known once the user has read it. */
  private record Shown(
      PageRequest request, State state, Arm arm, ActionChoice choice, double reward) {
    Shown withReward(double earned) {
      return new Shown(request, state, arm, choice, earned);
    }

    PageId page() {
      return new PageId(request.session() + "-" + request.pageIndex());
    }

    Transition transition(Optional<State> next) {
      return new Transition(
          page(),
          request.user(),
          request.session(),
          request.pageIndex(),
          request.time(),
          arm.bucket(),
          arm.policy().name(),
          arm.policy().version(),
          state,
          choice.action(),
          choice.propensity(),
          reward,
          next);
    }
  }

  /**
   * @param theta the team's weight of the order score
   * @param arms bucket and policy of a user, asked for each page
   * @param learner is given every page's transition
   * @param random where exploration draws from
   */
  InProcessServing(
      Variant variant,
      double theta,
      RewardWeights weights,
      Function<UserId, Arm> arms,
      Consumer<Transition> learner,
      RandomGenerator random) {
    this.variant = variant;
    this.extractor = new StateExtractor(variant.features());
    this.theta = theta;
    this.weights = weights;
    this.arms = arms;
    this.learner = learner;
    this.random = random;
  }

  /** Number of pages served. */
  long pages() {
    return pages;
  }

  @Override
  public List<ItemId> rank(PageRequest request) {
    State state = state(request);
    open.ifPresent(before -> learner.accept(before.transition(Optional.of(state))));
    List<Double> noise = open.map(before -> before.choice().noise()).orElse(List.of());
    Arm arm = arms.apply(request.user());
    ActionChoice choice = arm.policy().choose(state, noise, random);
    open = Optional.of(new Shown(request, state, arm, choice, 0));
    pages++;
    Action action = choice.action();
    return new FusionRanker(theta, asked -> action.factor(0)).rank(request);
  }

  /** The state as it is at a request. */
  State state(PageRequest request) {
    PageContext context =
        new PageContext(
            request.time(),
            request.pageIndex(),
            request.context().dense(),
            request.context().ids());
    UserState user = users.getOrDefault(request.user(), UserState.EMPTY);
    return variant.view(extractor.extract(user, context));
  }

  @Override
  public void observe(PageRequest request, List<ItemId> items, PageOutcome outcome) {
    Shown shown = open.orElseThrow().withReward(outcome.reward(weights));
    UserState user = users.getOrDefault(request.user(), UserState.EMPTY);
    for (Reaction reaction : outcome.reactions()) {
      user = feedback(shown, reaction).map(user::plus).orElse(user);
    }
    users.put(request.user(), user);
    open = Optional.of(shown);
    if (outcome.left()) {
      learner.accept(shown.transition(Optional.empty()));
      open = Optional.empty();
    }
  }

  /** What of a reaction enters the user's state: clicks and orders. */
  private static Optional<Feedback.ItemAction> feedback(Shown shown, Reaction reaction) {
    PageRequest asked = shown.request();
    var time = asked.time().plus(reaction.at());
    var page = Optional.of(shown.page());
    EventId id = new EventId(shown.page().value() + "-" + reaction.item() + "-" + time);
    if (reaction instanceof Reaction.Clicked clicked) {
      return Optional.of(
          new Feedback.Click(
              id,
              asked.user(),
              asked.session(),
              time,
              page,
              clicked.item(),
              Optional.of(clicked.category())));
    }
    if (reaction instanceof Reaction.Ordered ordered) {
      return Optional.of(
          new Feedback.Order(
              id,
              asked.user(),
              asked.session(),
              time,
              page,
              ordered.item(),
              Optional.of(ordered.category())));
    }
    return Optional.empty();
  }
}
