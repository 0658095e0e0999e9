package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a controller knows about the versions of its model: a pure function of its history.
 *
 * @param sequence of the last history entry that went into it; 0 for none
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

  /** The version live before the live one. */
  Optional<ModelVersion> previous() {
    return fromEnd(2);
  }

  Optional<VersionState> version(ModelVersion version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** The state after one more entry; only {@link HistoryEntry#live} may differ from this rule. */
  ControllerState apply(HistoryEntry entry) {
    if (entry.sequence() != sequence + 1) {
      throw new IllegalArgumentException(
          "history entry " + entry.sequence() + " cannot follow entry " + sequence);
    }
    ModelVersion version = entry.version();
    List<ModelVersion> order = new ArrayList<>(liveOrder);
    SortedMap<ModelVersion, VersionState> next = new TreeMap<>(versions);
    order.remove(version);
    switch (entry.change()) {
      case PUBLISHED, PROMOTED -> order.add(version);
      case HELD, ADOPTED -> put(next, entry, version, VersionStatus.AVAILABLE);
      case REJECTED, LOST -> put(next, entry, version, VersionStatus.REJECTED);
      case ROLLED_BACK -> put(next, entry, version, VersionStatus.ROLLED_BACK);
      case PRUNED -> next.remove(version);
    }
    moveLive(next, entry, order.isEmpty() ? null : order.get(order.size() - 1));
    return new ControllerState(entry.sequence(), pinnedAfter(entry.change()), order, next);
  }

  private boolean pinnedAfter(Change change) {
    return switch (change) {
      case ROLLED_BACK -> true;
      case PROMOTED -> false;
      default -> pinned;
    };
  }

  private void moveLive(
      SortedMap<ModelVersion, VersionState> next, HistoryEntry entry, ModelVersion liveNow) {
    ModelVersion liveBefore = live().orElse(null);
    if (liveNow == null || liveNow.equals(liveBefore)) {
      return;
    }
    if (liveBefore != null && !liveBefore.equals(entry.version())) {
      put(next, entry, liveBefore, VersionStatus.AVAILABLE);
    }
    put(next, entry, liveNow, VersionStatus.LIVE);
  }

  private static void put(
      SortedMap<ModelVersion, VersionState> versions,
      HistoryEntry entry,
      ModelVersion version,
      VersionStatus status) {
    versions.put(version, new VersionState(version, status, entry.time(), entry.why()));
  }

  private Optional<ModelVersion> fromEnd(int place) {
    int index = liveOrder.size() - place;
    return index < 0 ? Optional.empty() : Optional.of(liveOrder.get(index));
  }
}
