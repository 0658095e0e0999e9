package io.pageturner.learning.feed;

/** Whose state network A and μ stand on. */
public enum StateSharing {
  /** V's, which its loss alone moves. */
  SHARED,
  /** Each its own, which its own loss moves. */
  SEPARATE,
  /** V's, which its loss moves until the heads learn, and nothing after. */
  FROZEN
}
