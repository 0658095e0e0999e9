package io.pageturner.app.evaluate;

import io.pageturner.evaluation.RunningMoments;
import io.pageturner.evaluation.offpolicy.LoggedStep;
import java.util.List;
import java.util.Map;

/**
 * A log as off-policy evaluation needs it for one policy.
 *
 * @param sessions that say something about the policy, one or more
 * @param users [sessions] whose each session is, users numbered from 0 on
 * @param onPolicy what policies of the log earned a session themselves, by name
 * @param notes what was read and what was left out, one sentence each
 */
public record LoggedFeedback(
    List<List<LoggedStep>> sessions,
    int[] users,
    Map<String, RunningMoments> onPolicy,
    List<String> notes) {

  /** Whether each session is a single decision. */
  public boolean singleDecisions() {
    return sessions.stream().allMatch(session -> session.size() == 1);
  }
}
