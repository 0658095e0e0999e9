package io.pageturner.simulator;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.RewardWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Ranks by an action that is chosen from observables alone, and logs every page for a learner. */
final class ObservingRanker implements Ranker {
  private final double theta;
  private final Observed observed;
  private final ToDoubleFunction<double[]> unitAction;
  private final List<LinearQ.Logged> log = new ArrayList<>();
  private double[] x;
  private double u;

  ObservingRanker(World world, ToDoubleFunction<double[]> unitAction) {
    this.theta = world.settings().theta();
    this.observed = new Observed(world);
    this.unitAction = unitAction;
  }

  @Override
  public List<ItemId> rank(PageRequest request) {
    x = observed.features(request);
    if (request.pageIndex() > 0) {
      LinearQ.Logged last = log.remove(log.size() - 1);
      log.add(new LinearQ.Logged(last.x(), last.u(), last.reward(), x));
    }
    u = unitAction.applyAsDouble(x);
    return FusionRanker.rank(request, theta, ActionSpace.DEFAULT.fromUnit(u));
  }

  @Override
  public void observe(PageRequest request, List<ItemId> shown, PageOutcome outcome) {
    observed.observe(request, outcome);
    log.add(new LinearQ.Logged(x, u, outcome.reward(RewardWeights.DEFAULT), null));
  }

  /** The pages so far, sessions one after the other. */
  List<LinearQ.Logged> log() {
    return log;
  }
}
