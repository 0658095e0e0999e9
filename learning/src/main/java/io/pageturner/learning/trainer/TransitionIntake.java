package io.pageturner.learning.trainer;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.learning.replay.EncodedTransition;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the stream can be learned from, and as what: checks, owners, encoding. */
final class TransitionIntake {
  private static final Logger LOG = LoggerFactory.getLogger(TransitionIntake.class);

  /** Actions are logged as doubles, and bounds are compared in the same way: rounding only. */
  private static final double ROUNDING = 1e-6;

  private final LearnerSettings settings;
  private final StateEncoding encoding;

  TransitionIntake(LearnerSettings settings, StateEncoding encoding) {
    this.settings = settings;
    this.encoding = encoding;
  }

  /**
   * Whether a transition can be learned from; one that cannot is counted by the field that is wrong
   * with it, and told.
   *
   * @param skipped counts by field
   */
  boolean accepts(Transition transition, Map<String, Long> skipped) {
    Optional<String> fault = fault(transition);
    fault.ifPresent(field -> skip(transition, field, skipped));
    return fault.isEmpty();
  }

  private Optional<String> fault(Transition transition) {
    ActionSpace space = settings.actions();
    if (transition.action().size() != space.size()) {
      return Optional.of("action.size");
    }
    for (int i = 0; i < space.size(); i++) {
      double factor = transition.action().factor(i);
      if (!(factor >= space.min() * (1 - ROUNDING) && factor <= space.max() * (1 + ROUNDING))) {
        return Optional.of("action");
      }
    }
    double propensity = transition.propensity();
    if (!(propensity >= 0 && propensity < Double.POSITIVE_INFINITY)) {
      return Optional.of("propensity");
    }
    return Math.abs(transition.reward()) <= settings.rewardLimit()
        ? Optional.empty()
        : Optional.of("reward");
  }

  private static void skip(Transition transition, String field, Map<String, Long> skipped) {
    long count = skipped.merge(field, 1L, Long::sum);
    if (Long.bitCount(count) == 1) { // Not a line per transition.
      LOG.warn(
          "left out page {} because of its {} (reward {}, action {}, propensity {}), {} so far",
          transition.page(),
          field,
          transition.reward(),
          transition.action(),
          transition.propensity(),
          count);
    }
  }

  EncodedTransition encode(Transition transition) {
    int owner = owner(transition);
    double[] unit = settings.actions().toUnit(transition.action());
    float[] action = new float[unit.length];
    for (int i = 0; i < unit.length; i++) {
      action[i] = (float) unit[i];
    }
    return new EncodedTransition(
        encoding.encode(transition.state()),
        action,
        (float) transition.reward(),
        transition.next().map(encoding::encode),
        owner,
        owner == EncodedTransition.NO_AGENT ? 0 : density(transition));
  }

  /** 0 where a = 1 has stood in, or an algorithm whose propensity may be of another kind. */
  private float density(Transition transition) {
    boolean drawn =
        !transition.version().equals(ModelVersion.NONE)
            && transition.policy().equals(settings.algorithm().label());
    return drawn ? (float) Math.min(Float.MAX_VALUE, transition.propensity()) : 0;
  }

  private int owner(Transition transition) {
    for (int k = 0; k < settings.agents().size(); k++) {
      if (settings.agents().get(k).bucket().equals(transition.bucket())) {
        return k;
      }
    }
    return EncodedTransition.NO_AGENT;
  }
}
