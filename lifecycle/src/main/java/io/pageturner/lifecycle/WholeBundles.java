package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a ledger's versions is there, whole: bundles that went missing or broke are recorded as
 * lost, and those that a crash left unrecorded are adopted. Used under its owner's lock.
 */
record WholeBundles(BundleStore store, String name, VersionLedger ledger, String who) {
  private static final Logger LOG = LoggerFactory.getLogger(WholeBundles.class);

  /** Makes ledger and store agree, and finds what is to serve. */
  Rollout recover() throws IOException {
    adoptUnknown();
    forgetDeleted();
    Optional<Bundle> live = live();
    return new Rollout(live, live.isEmpty() ? Optional.empty() : canary());
  }

  /** The live bundle; when it is broken, the newest one before it that is whole. */
  private Optional<Bundle> live() throws IOException {
    for (Optional<ModelVersion> next = ledger.state().live();
        next.isPresent();
        next = ledger.state().live()) {
      Optional<Bundle> bundle = readOrLose(next.get());
      if (bundle.isPresent()) {
        return bundle;
      }
    }
    return Optional.empty();
  }

  private Optional<Bundle> canary() throws IOException {
    Optional<ModelVersion> canary = ledger.state().canary();
    return canary.isEmpty() ? Optional.empty() : readOrLose(canary.get());
  }

  /** The newest version before the live one whose bundle is whole. */
  Optional<Bundle> previous() throws IOException {
    for (Optional<ModelVersion> next = ledger.state().previous();
        next.isPresent();
        next = ledger.state().previous()) {
      Optional<Bundle> bundle = readOrLose(next.get());
      if (bundle.isPresent()) {
        return bundle;
      }
    }
    return Optional.empty();
  }

  private Optional<Bundle> readOrLose(ModelVersion version) throws IOException {
    try {
      return Optional.of(store.findWhole(name, version));
    } catch (IOException e) {
      LOG.error("version {} of {} can no longer be served: {}", version, name, e.getMessage());
      ledger.record(version, Change.LOST, who, e.getMessage(), List.of());
      return Optional.empty();
    }
  }

  /** A crash may have come between a bundle's publishing and its entry in the history. */
  private void adoptUnknown() throws IOException {
    for (ModelVersion version : store.versions(name)) {
      if (ledger.state().version(version).isEmpty()) {
        ledger.record(version, Change.ADOPTED, who, "found in the store", List.of());
      }
    }
  }

  /** Or between a bundle's deletion and its entry; a missing live one is no such case. */
  private void forgetDeleted() throws IOException {
    Set<ModelVersion> kept = new HashSet<>(store.versions(name));
    kept.addAll(store.rejectedVersions(name));
    ledger.state().live().ifPresent(kept::add);
    for (ModelVersion version : ledger.state().versions().keySet()) {
      if (!kept.contains(version)) {
        ledger.record(version, Change.PRUNED, who, "its bundle is gone", List.of());
      }
    }
  }
}
