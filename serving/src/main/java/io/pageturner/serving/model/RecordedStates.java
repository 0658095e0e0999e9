package io.pageturner.serving.model;

import io.pageturner.domain.State;
import java.util.ArrayList;
import java.util.List;

/**
 * The last real states that pages were decided on, a bounded ring: what new versions warm up with.
 */
public final class RecordedStates {
  private final State[] ring;
  private int next;
  private int size;

  /**
   * @param capacity how many states are kept, 1 or more
   */
  public RecordedStates(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, was " + capacity);
    }
    ring = new State[capacity];
  }

  public synchronized void record(State state) {
    ring[next] = state;
    next = (next + 1) % ring.length;
    size = Math.min(size + 1, ring.length);
  }

  /** The recorded states, oldest first. */
  public synchronized List<State> snapshot() {
    List<State> states = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      states.add(ring[(next - size + i + ring.length) % ring.length]);
    }
    return List.copyOf(states);
  }
}
