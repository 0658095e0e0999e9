package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.util.List;

/**
 * What became of a submitted candidate.
 *
 * @param version the number it was given; a rejected candidate's number is never used again
 * @param status {@link VersionStatus#LIVE}, {@link VersionStatus#AVAILABLE} when the controller is
 *     pinned, or {@link VersionStatus#REJECTED}
 * @param verdicts what each gate said, in the order of the gates
 */
public record Submission(ModelVersion version, VersionStatus status, List<Verdict> verdicts) {
  public Submission {
    verdicts = List.copyOf(verdicts);
  }

  /** Why it was rejected, one sentence per gate; empty when it was not. */
  public List<String> reasons() {
    return verdicts.stream()
        .filter(verdict -> !verdict.passed())
        .map(verdict -> verdict.gate() + ": " + verdict.reason())
        .toList();
  }
}
