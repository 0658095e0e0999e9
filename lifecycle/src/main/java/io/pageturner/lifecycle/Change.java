package io.pageturner.lifecycle;

/** What happened to a model version: the kinds of history entries. */
public enum Change {
  /** Passed its gates and went live. */
  PUBLISHED,
  /** Passed its gates and became available only, because the controller is pinned. */
  HELD,
  /** Refused by a gate. */
  REJECTED,
  /** Made live by somebody; unpins. */
  PROMOTED,
  /** Taken back by somebody; the version live before it is live again; pins. */
  ROLLED_BACK,
  /** Found in the store without a history, as after a crash right after its publishing. */
  ADOPTED,
  /** Its bundle was found missing or broken. */
  LOST,
  /** Its bundle was deleted, as old ones are. */
  PRUNED
}
