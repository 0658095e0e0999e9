package io.pageturner.lifecycle;

/** What happened to a model version: the kinds of history entries. */
public enum Change {
  /** Passed its gates and went live. */
  PUBLISHED,
  /** Passed its gates and became available only: pinned, or another version is on trial. */
  HELD,
  /** Passed its gates and serves a share of the agent's users, beside the live version. */
  TRIED,
  /** Taken off its trial by somebody; never was live. */
  WITHDRAWN,
  /** The live version is held: what passes its gates waits for a promotion. */
  PINNED,
  /** What passes its gates may go live again. */
  UNPINNED,
  /** Refused by a gate. */
  REJECTED,
  /** Made live by somebody, or by the guardrail at the end of its trial; unpins. */
  PROMOTED,
  /** Taken back by somebody; the version live before it is live again, if any; pins. */
  ROLLED_BACK,
  /** Found in the store without a history, as after a crash right after its publishing. */
  ADOPTED,
  /** Its bundle was found missing or broken. */
  LOST,
  /** Its bundle was deleted, as old ones are. */
  PRUNED
}
