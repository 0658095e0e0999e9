package io.pageturner.lifecycle;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All gates of a model, asked one after the other.
 *
 * @param gates in the order in which they are asked
 */
record GateKeeper(List<Gate> gates) {
  private static final Logger LOG = LoggerFactory.getLogger(GateKeeper.class);

  GateKeeper {
    gates = List.copyOf(gates);
  }

  /** What each gate says; one that throws has not passed the candidate. */
  List<Verdict> judge(Bundle candidate, Optional<Bundle> live) {
    return gates.stream().map(gate -> ask(gate, candidate, live)).toList();
  }

  static boolean passed(List<Verdict> verdicts) {
    return verdicts.stream().allMatch(Verdict::passed);
  }

  private static Verdict ask(Gate gate, Bundle candidate, Optional<Bundle> live) {
    try {
      return gate.check(candidate, live);
    } catch (RuntimeException e) {
      LOG.warn("gate {} failed on {}", gate.name(), candidate, e);
      String reason = "the gate could not judge it: " + e;
      return Verdict.failed(gate.name(), reason, Collections.emptySortedMap());
    }
  }
}
