package io.pageturner.pipeline.stream;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/** What the stream job counts, from its last start or restart on. */
public enum Count {
  /** Events read, duplicates among them; malformed records and heartbeats not. */
  EVENTS,
  HEARTBEATS,
  MALFORMED,
  /** Events whose id was known already. */
  DUPLICATES,
  /** Pages joined. */
  PAGES,
  /** Pages among them that were closed early, because their user had too many open. */
  CROWDED_OUT,
  /** Items on them. */
  SAMPLES,
  /** Feedback inside of joined or still open pages. */
  MATCHED,
  LATE,
  UNMATCHED,
  TRANSITIONS,
  /** Sessions that have ended. */
  EPISODES,
  /** Pages that came too late for a transition. */
  ASIDE;

  /** This task's counter; the job's figure is the sum over its tasks. */
  LongCounter in(RuntimeContext context) {
    LongCounter counter = new LongCounter();
    context.addAccumulator(name(), counter);
    return counter;
  }
}
