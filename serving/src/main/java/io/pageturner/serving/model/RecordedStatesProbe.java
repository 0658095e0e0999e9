package io.pageturner.serving.model;

import io.pageturner.domain.State;
import io.pageturner.lifecycle.ActionProbe;
import io.pageturner.lifecycle.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Executes a candidate's policy on the states that serving recorded, with serving's own forward
 * pass: the gates judge what users would get.
 */
public record RecordedStatesProbe(PolicyLoader loader, RecordedStates recorded)
    implements ActionProbe {
  @Override
  public double[][] unitActions(Bundle bundle) {
    List<State> states = recorded.snapshot();
    try (ServedPolicy policy = loader.load(bundle)) {
      return states.stream().map(policy::unitAction).toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
