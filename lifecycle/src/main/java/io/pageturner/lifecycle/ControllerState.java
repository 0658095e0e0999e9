package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a controller knows about the versions of its model: a pure function of the changes made.
 *
 * @param sequence number of changes that went into it
 * @param pinned whether candidates that pass wait for a promotion
 * @param liveOrder versions that were live and may be again, in the order in which they last became
 *     live; the last one is live
 * @param canary the version on trial
 * @param versions every version that is not pruned
 */
record ControllerState(
    long sequence,
    boolean pinned,
    List<ModelVersion> liveOrder,
    Optional<ModelVersion> canary,
    SortedMap<ModelVersion, VersionState> versions) {
  static final ControllerState EMPTY =
      new ControllerState(0, false, List.of(), Optional.empty(), new TreeMap<>());

  ControllerState {
    liveOrder = List.copyOf(liveOrder);
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  Optional<ModelVersion> live() {
    return fromEnd(1);
  }

  /** The version live before the live one: what a roll-back returns to. */
  Optional<ModelVersion> previous() {
    return fromEnd(2);
  }

  /**
   * Says why a version cannot be promoted, if so.
   *
   * @throws IllegalArgumentException when it is unknown
   * @throws IllegalStateException when it was rejected
   */
  void requirePromotable(ModelVersion version) {
    VersionState found = versions.get(version);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no version " + version + "; there are " + versions.keySet());
    }
    if (found.status() == VersionStatus.REJECTED) {
      throw new IllegalStateException("version " + version + " was rejected: " + found.why());
    }
  }

  Optional<VersionState> version(ModelVersion version) {
    return Optional.ofNullable(versions.get(version));
  }

  List<VersionState> newestFirst() {
    return versions.values().stream()
        .sorted(Comparator.comparing(VersionState::version).reversed())
        .toList();
  }

  /** The state after one more change. */
  ControllerState apply(ModelVersion version, Change change, Instant time, String why) {
    List<ModelVersion> order = orderAfter(version, change);
    SortedMap<ModelVersion, VersionState> next = new TreeMap<>(versions);
    Optional<ModelVersion> trial = canaryAfter(version, change);
    canary
        .filter(tried -> !trial.equals(canary))
        .ifPresent(tried -> next.put(tried, is(tried, VersionStatus.AVAILABLE, time, why)));
    switch (change) {
      case TRIED -> next.put(version, is(version, VersionStatus.CANARY, time, why));
      case HELD, ADOPTED -> next.put(version, is(version, VersionStatus.AVAILABLE, time, why));
      case REJECTED, LOST -> next.put(version, is(version, VersionStatus.REJECTED, time, why));
      case ROLLED_BACK, WITHDRAWN ->
          next.put(version, is(version, VersionStatus.ROLLED_BACK, time, why));
      case PRUNED -> next.remove(version);
      case PUBLISHED, PROMOTED, PINNED, UNPINNED -> {
        // What they change is the order and the pin.
      }
    }
    ModelVersion before = live().orElse(null);
    ModelVersion after = order.isEmpty() ? null : order.get(order.size() - 1);
    if (after != null && !after.equals(before)) {
      if (before != null && order.contains(before)) {
        next.put(before, is(before, VersionStatus.AVAILABLE, time, why));
      }
      next.put(after, is(after, VersionStatus.LIVE, time, why));
    }
    return new ControllerState(sequence + 1, pinnedAfter(change), order, trial, next);
  }

  private List<ModelVersion> orderAfter(ModelVersion version, Change change) {
    List<ModelVersion> order = new ArrayList<>(liveOrder);
    switch (change) {
      case PUBLISHED, PROMOTED -> {
        order.remove(version);
        order.add(version);
      }
      case PINNED, UNPINNED -> {
        // Of the live version, which it stays.
      }
      default -> order.remove(version);
    }
    return order;
  }

  /** A trial is against the live version, so it ends with that one's term. */
  private Optional<ModelVersion> canaryAfter(ModelVersion version, Change change) {
    return switch (change) {
      case TRIED -> Optional.of(version);
      case PUBLISHED, PROMOTED, ROLLED_BACK, PINNED, WITHDRAWN -> Optional.empty();
      case HELD, ADOPTED, REJECTED, LOST, PRUNED, UNPINNED ->
          canary.filter(tried -> !tried.equals(version));
    };
  }

  private boolean pinnedAfter(Change change) {
    return switch (change) {
      case ROLLED_BACK, PINNED -> true;
      case PROMOTED, UNPINNED -> false;
      default -> pinned;
    };
  }

  private static VersionState is(
      ModelVersion version, VersionStatus status, Instant since, String why) {
    return new VersionState(version, status, since, why);
  }

  private Optional<ModelVersion> fromEnd(int place) {
    int index = liveOrder.size() - place;
    return index < 0 ? Optional.empty() : Optional.of(liveOrder.get(index));
  }
}
