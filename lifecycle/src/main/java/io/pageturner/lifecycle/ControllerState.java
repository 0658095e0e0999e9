package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
 * @param versions every version that is not pruned
 */
record ControllerState(
    long sequence,
    boolean pinned,
    List<ModelVersion> liveOrder,
    SortedMap<ModelVersion, VersionState> versions) {
  static final ControllerState EMPTY = new ControllerState(0, false, List.of(), new TreeMap<>());

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

  /** The state after one more change. */
  ControllerState apply(ModelVersion version, Change change, Instant time, String why) {
    List<ModelVersion> order = new ArrayList<>(liveOrder);
    order.remove(version);
    SortedMap<ModelVersion, VersionState> next = new TreeMap<>(versions);
    switch (change) {
      case PUBLISHED, PROMOTED -> order.add(version);
      case HELD, ADOPTED -> next.put(version, is(version, VersionStatus.AVAILABLE, time, why));
      case REJECTED, LOST -> next.put(version, is(version, VersionStatus.REJECTED, time, why));
      case ROLLED_BACK -> next.put(version, is(version, VersionStatus.ROLLED_BACK, time, why));
      case PRUNED -> next.remove(version);
    }
    ModelVersion before = live().orElse(null);
    ModelVersion after = order.isEmpty() ? null : order.get(order.size() - 1);
    if (after != null && !after.equals(before)) {
      if (before != null && order.contains(before)) {
        next.put(before, is(before, VersionStatus.AVAILABLE, time, why));
      }
      next.put(after, is(after, VersionStatus.LIVE, time, why));
    }
    return new ControllerState(sequence + 1, pinnedAfter(change), order, next);
  }

  private boolean pinnedAfter(Change change) {
    return switch (change) {
      case ROLLED_BACK -> true;
      case PROMOTED -> false;
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
