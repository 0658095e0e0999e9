package io.pageturner.lifecycle;

/** How a candidate that has passed its gates begins to serve. */
public enum Launch {
  /** At once for all of the agent's users. */
  FULL,
  /** For a share of them, on trial, until it is promoted or taken back; the first one at once. */
  CANARY
}
