package io.pageturner.features;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.features.Feature.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A user's behaviour sequence: the last clicks and orders, newest last; immutable.
 *
 * <p>It is updated when feedback arrives, not after the join, so that a click is known to the very
 * next page (SPEC 4.5). Out-of-order feedback is put in its place by time.
 *
 * @param actions ascending in time, at most {@link #CAPACITY}
 */
public record UserState(List<Action> actions) {
  /** How many actions are kept: beyond it counts of long windows are cut, memory is bounded. */
  public static final int CAPACITY = 128;

  /** A user who has done nothing yet. */
  public static final UserState EMPTY = new UserState(List.of());

  /**
   * One click or order.
   *
   * @param kind which of the two
   * @param item on what
   * @param category of the item, where known
   * @param time when
   */
  public record Action(Behaviour kind, ItemId item, Optional<String> category, Instant time) {}

  public UserState {
    actions = List.copyOf(actions);
  }

  /** This state and one more click or order. */
  public UserState plus(Feedback.ItemAction feedback) {
    Behaviour kind = feedback instanceof Feedback.Click ? Behaviour.CLICK : Behaviour.ORDER;
    Action added = new Action(kind, feedback.item(), feedback.category(), feedback.time());
    List<Action> updated = new ArrayList<>(actions.size() + 1);
    updated.addAll(actions);
    int place = updated.size();
    while (place > 0 && updated.get(place - 1).time().isAfter(added.time())) {
      place--;
    }
    updated.add(place, added);
    int surplus = Math.max(0, updated.size() - CAPACITY);
    return new UserState(updated.subList(surplus, updated.size()));
  }

  /** The items of the last {@code length} actions, oldest first. */
  public List<ItemId> recentItems(int length) {
    return actions.subList(Math.max(0, actions.size() - length), actions.size()).stream()
        .map(Action::item)
        .toList();
  }

  /** Number of actions of a kind in the {@code window} before {@code now}. */
  public int count(Behaviour kind, Duration window, Instant now) {
    Instant from = now.minus(window);
    int count = 0;
    for (int i = actions.size() - 1; i >= 0 && actions.get(i).time().isAfter(from); i--) {
      if (actions.get(i).kind() == kind) {
        count++;
      }
    }
    return count;
  }

  /** The {@code n}-th last action of a kind, 0 for the last. */
  public Optional<Action> last(Behaviour kind, int n) {
    int left = n;
    for (int i = actions.size() - 1; i >= 0; i--) {
      if (actions.get(i).kind() == kind && left-- == 0) {
        return Optional.of(actions.get(i));
      }
    }
    return Optional.empty();
  }
}
