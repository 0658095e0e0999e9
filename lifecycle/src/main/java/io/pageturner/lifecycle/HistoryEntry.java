package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One step in the life of a model's versions, as it is kept for good.
 *
 * @param sequence 1 for the first entry of a model's history, then one more each
 * @param time when
 * @param version the version it happened to
 * @param change what happened
 * @param live the version that is live after it
 * @param who who did it: a person, or the part of Pageturner that acted
 * @param why the reason given
 * @param verdicts what the gates said; empty when none was asked
 */
public record HistoryEntry(
    long sequence,
    Instant time,
    ModelVersion version,
    Change change,
    Optional<ModelVersion> live,
    String who,
    String why,
    List<Verdict> verdicts) {
  public HistoryEntry {
    Objects.requireNonNull(time, "time is missing");
    Objects.requireNonNull(version, "version is missing");
    Objects.requireNonNull(change, "change is missing");
    Objects.requireNonNull(live, "live is missing; empty for none");
    Objects.requireNonNull(who, "who is missing");
    Objects.requireNonNull(why, "why is missing");
    verdicts = List.copyOf(verdicts);
  }
}
