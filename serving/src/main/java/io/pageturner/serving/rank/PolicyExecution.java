package io.pageturner.serving.rank;

import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Policy;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.RareWarning;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.Lease;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyModel;
import io.pageturner.serving.model.UnreachableException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.LoggerFactory;

/** Asks the policy of a bucket for an action, and stands in with a = 1 when it cannot answer. */
final class PolicyExecution {
  /** Name of the policy that stands in; logged with the decision. */
  static final String FALLBACK = "baseline-fallback";

  private final ActionSpace actions;
  private final Policy baseline;
  private final ServingMetrics metrics;
  private final RareWarning warning =
      new RareWarning(LoggerFactory.getLogger(PolicyExecution.class));

  /**
   * What was chosen.
   *
   * @param policy name of who chose
   * @param version model version that chose
   */
  record Chosen(String policy, ModelVersion version, ActionChoice choice) {}

  PolicyExecution(ActionSpace actions, ServingMetrics metrics) {
    this.actions = actions;
    this.baseline = Policy.baseline(actions);
    this.metrics = metrics;
  }

  /**
   * What an action is asked for.
   *
   * @param assignment by which the user is served
   * @param deadline until when a policy may be asked
   */
  record Asked(Assignment assignment, UserId user, BucketName bucket, Deadline deadline) {
    /** The user is in the bucket that the assignment says. */
    Asked(Assignment assignment, UserId user, Deadline deadline) {
      this(assignment, user, assignment.buckets().of(user), deadline);
    }

    Optional<Lease<PolicyModel>> acquire(ModelServer<PolicyModel> agent) {
      return assignment.trials().acquire(bucket, user).or(agent::acquire);
    }

    void tell(ModelVersion version, boolean failed) {
      assignment.trials().listener().asked(bucket, version, failed);
    }
  }

  Chosen choose(Asked asked, State state, List<Double> noise, RandomGenerator random) {
    ModelServer<PolicyModel> agent = asked.assignment().agents().get(asked.bucket());
    if (agent == null) {
      return chosen(baseline, baseline.choose(state, noise, random));
    }
    if (asked.deadline().passed()) {
      return fallBack("late", state, random);
    }
    Optional<Lease<PolicyModel>> lease = asked.acquire(agent);
    if (lease.isEmpty()) {
      return fallBack("no-model", state, random);
    }
    try (Lease<PolicyModel> held = lease.get()) {
      return chosen(asked, held.model(), state, noise, random);
    }
  }

  private Chosen chosen(
      Asked asked, PolicyModel model, State state, List<Double> noise, RandomGenerator random) {
    BucketName bucket = asked.bucket();
    try {
      Chosen chosen = chosen(model, model.choose(state, noise, random, asked.deadline()));
      asked.tell(model.version(), false);
      return chosen;
    } catch (UnreachableException e) {
      warning.warn("the policy of bucket " + bucket + " is out of reach; a = 1 stands in", e);
      return fallBack("unreachable", state, random);
    } catch (RuntimeException e) {
      asked.tell(model.version(), true);
      warning.warn("the policy of bucket " + bucket + " failed; a = 1 stands in", e);
      return fallBack("policy-failed", state, random);
    }
  }

  private Chosen chosen(Policy policy, ActionChoice choice) {
    if (choice.action().size() != actions.size() || !Double.isFinite(choice.propensity())) {
      throw new IllegalStateException(
          "policy " + policy.name() + " answers " + choice + " for " + actions);
    }
    return new Chosen(policy.name(), policy.version(), choice);
  }

  private Chosen fallBack(String reason, State state, RandomGenerator random) {
    metrics.fellBack(reason);
    ActionChoice ones = baseline.choose(state, List.of(), random);
    return new Chosen(FALLBACK, ModelVersion.NONE, ones);
  }
}
