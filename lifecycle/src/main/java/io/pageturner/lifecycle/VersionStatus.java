package io.pageturner.lifecycle;

/** What a model version is now. */
public enum VersionStatus {
  /** Serves the agent's traffic; at most one version. */
  LIVE,
  /** On trial: serves a share of the agent's users; at most one version. */
  CANARY,
  /** Passed its gates and may be promoted. */
  AVAILABLE,
  /** Refused by a gate, or its bundle is missing or broken; cannot be promoted. */
  REJECTED,
  /** Taken back; goes live again only when someone promotes it. */
  ROLLED_BACK
}
