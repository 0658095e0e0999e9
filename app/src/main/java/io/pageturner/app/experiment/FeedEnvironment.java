package io.pageturner.app.experiment;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Policy;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.simulator.InProcessFeed;
import io.pageturner.simulator.PageOutcome;
import io.pageturner.simulator.PageRequest;
import io.pageturner.simulator.Visit;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The simulated feed as an environment of the agents' library: an episode is a session, a step is a
 * page.
 *
 * <p>Users come in their own order and bring their history along, so that a reset goes on with the
 * next session; the world's chance is its own.
 *
 * @param <A> type of an action
 */
final class FeedEnvironment<A> implements Environment<A> {
  private final InProcessFeed.Visits visits;
  private final InProcessServing serving;
  private final StateVector states;
  private final Space<A> space;
  private final Function<A, Action> factor;
  private final RewardWeights reward;
  private final double scale;
  private final Asked asked = new Asked();
  private Visit visit;

  /** The policy that takes the action of the step at hand. */
  private static final class Asked implements Policy {
    private Action action;

    @Override
    public String name() {
      return "library";
    }

    @Override
    public ModelVersion version() {
      return ModelVersion.NONE;
    }

    @Override
    public ActionChoice choose(State state, List<Double> noise, RandomGenerator random) {
      return new ActionChoice(action, action, 1, List.of());
    }
  }

  /**
   * @param serving makes what serves pages, of who serves whom
   * @param factor the factors of an action
   * @param scale rewards are multiplied by it
   */
  FeedEnvironment(
      InProcessFeed.Visits visits,
      Function<Function<UserId, InProcessServing.Arm>, InProcessServing> serving,
      StateVector states,
      Space<A> space,
      Function<A, Action> factor,
      RewardWeights reward,
      double scale) {
    this.visits = visits;
    this.serving =
        serving.apply(user -> new InProcessServing.Arm(new BucketName("library"), asked));
    this.states = states;
    this.space = space;
    this.factor = factor;
    this.reward = reward;
    this.scale = scale;
  }

  @Override
  public int stateSize() {
    return states.size();
  }

  @Override
  public Space<A> actions() {
    return space;
  }

  @Override
  public Observation reset(RandomGenerator random) {
    visit = visits.next();
    return observation();
  }

  @Override
  public Step step(A action) {
    PageOutcome outcome = show(factor.apply(action));
    boolean over = visit.over();
    Observation next = over ? Observation.of(new float[stateSize()]) : observation();
    return new Step(next, scale * outcome.reward(reward), over, false);
  }

  private PageOutcome show(Action action) {
    asked.action = action;
    PageRequest request = visit.request();
    List<ItemId> items = serving.rank(request);
    PageOutcome outcome = visit.show(items);
    serving.observe(request, items, outcome);
    return outcome;
  }

  private Observation observation() {
    return Observation.of(states.of(serving.state(visit.request())));
  }
}
