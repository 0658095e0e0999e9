package io.pageturner.simulator;

import io.pageturner.domain.Action;
import io.pageturner.domain.Fusion;
import io.pageturner.domain.ItemId;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Ranks by the linear fusion click + θ·a·order.
 *
 * @param theta the team's weight
 * @param action the factor a of a request
 */
public record FusionRanker(double theta, ToDoubleFunction<PageRequest> action) implements Ranker {
  /** The same a on every page. */
  public static FusionRanker constant(double theta, double a) {
    return new FusionRanker(theta, request -> a);
  }

  @Override
  public List<ItemId> rank(PageRequest request) {
    return rank(request, theta, action.applyAsDouble(request));
  }

  /** The request's first items by click + θ·a·order; ties keep the candidates' order. */
  static List<ItemId> rank(PageRequest request, double theta, double a) {
    List<Candidate> candidates = request.candidates();
    Action factor = Action.of(a);
    double[] weights = {theta};
    Scored[] scored = new Scored[candidates.size()];
    for (int i = 0; i < scored.length; i++) {
      Candidate candidate = candidates.get(i);
      double score = Fusion.LINEAR.score(candidate.scores(), weights, factor);
      scored[i] = new Scored(candidate.item(), score);
    }
    Arrays.sort(scored, (left, right) -> Double.compare(right.score, left.score));
    return Arrays.stream(scored).limit(request.limit()).map(Scored::item).toList();
  }

  private record Scored(ItemId item, double score) {}
}
