package io.pageturner.learning.trainer;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures over time for curves, bounded: when it is full every second one is dropped, and from then
 * on half as many are taken. Safe for many threads.
 */
final class FigureHistory {
  private final int capacity;
  private final List<TrainingFigures> taken = new ArrayList<>();
  private long offered;
  private long stride = 1;

  /**
   * @param capacity even, so that the newest of a full history is among the dropped
   */
  FigureHistory(int capacity) {
    this.capacity = capacity;
  }

  synchronized void offer(TrainingFigures figures) {
    if (offered++ % stride == 0) {
      taken.add(figures);
    }
    if (taken.size() == capacity) {
      for (int i = capacity - 1; i > 0; i -= 2) {
        taken.remove(i);
      }
      stride *= 2;
    }
  }

  /** Oldest first. */
  synchronized List<TrainingFigures> toList() {
    return List.copyOf(taken);
  }
}
