package io.pageturner.lifecycle;

import java.util.Optional;

/**
 * A proof that a candidate must pass before it is published.
 *
 * <p>Called by one thread at a time. A gate that throws has not passed the candidate.
 */
public interface Gate {
  /** Name that verdicts carry, such as {@code finite-weights}. */
  String name();

  /**
   * Judges a candidate.
   *
   * @param candidate staged on disk; its directory is valid until this call returns
   * @param live the version that serves now; empty before the first
   */
  Verdict check(Bundle candidate, Optional<Bundle> live);
}
