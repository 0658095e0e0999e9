package io.pageturner.domain;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The action taken for a page, with everything needed to learn from it later.
 *
 * @param page the page decided on; one decision per page
 * @param user who asked
 * @param session the user's session, as the client names it
 * @param pageIndex 0 for the session's first page
 * @param time when the page was asked for; whole milliseconds
 * @param bucket the bucket that the user is in
 * @param policy name of the policy that decided, such as {@code baseline} or {@code advantage-ddpg}
 * @param version the model version that decided, or {@link ModelVersion#NONE}
 * @param action what was done
 * @param propensity of a continuous policy the probability density of {@code action}, per unit of
 *     each factor's unit scale ({@link ActionSpace}), given the state and what the exploration
 *     remembered; of a discrete one the probability of {@code action} among the points of its grid;
 *     1 for a policy that does not explore
 * @param state what was known
 * @param items what was shown, in display order, positions 0, 1, 2, …
 * @param candidates number of candidates the items were chosen from
 */
public record Decision(
    PageId page,
    UserId user,
    SessionId session,
    int pageIndex,
    Instant time,
    BucketName bucket,
    String policy,
    ModelVersion version,
    Action action,
    double propensity,
    State state,
    List<ShownItem> items,
    int candidates) {
  public Decision {
    Values.present("page", page);
    Values.present("user", user);
    Values.present("session", session);
    Values.atLeast("pageIndex", 0, pageIndex);
    time = Values.millis("time", time);
    Values.present("bucket", bucket);
    Ids.check("policy", policy);
    Values.present("version", version);
    Values.present("action", action);
    Values.finite("propensity", propensity);
    if (propensity < 0) {
      throw new IllegalArgumentException("propensity must not be negative, was " + propensity);
    }
    Values.present("state", state);
    items = List.copyOf(items);
    Set<ItemId> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).position() != i) {
        throw new IllegalArgumentException(
            "items[" + i + "] has position " + items.get(i).position() + ", not " + i);
      }
      if (!seen.add(items.get(i).item())) {
        throw new IllegalArgumentException("item " + items.get(i).item() + " is shown twice");
      }
    }
    Values.atLeast("candidates", items.size(), candidates);
  }

  /** The same decision, shown at another time. */
  public Decision at(Instant shown) {
    return new Decision(
        page,
        user,
        session,
        pageIndex,
        shown,
        bucket,
        policy,
        version,
        action,
        propensity,
        state,
        items,
        candidates);
  }

  /** Whether this page shows {@code item}. */
  public boolean shows(ItemId item) {
    for (ShownItem shown : items) {
      if (shown.item().equals(item)) {
        return true;
      }
    }
    return false;
  }
}
