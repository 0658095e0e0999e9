package io.pageturner.learning.replay;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Turns single steps into n-step transitions ⟨sₜ, aₜ, Σ γᵏ·rₜ₊ₖ, γⁿ, sₜ₊ₙ⟩ (Sutton and Barto, 2nd
 * edition, equation 7.1); near an episode's end they are shorter.
 */
public final class NStep {
  private final int n;
  private final double gamma;
  private final Deque<Begun> begun = new ArrayDeque<>();

  /** A step whose n-step return is not complete. */
  private record Begun(float[] state, float[] action, double reward) {}

  /** Takes what is complete. */
  @FunctionalInterface
  public interface Sink {
    /** As {@link VectorReplay#add}. */
    void add(float[] state, float[] action, double reward, double discount, float[] after);
  }

  /**
   * @param n steps of rewards before bootstrapping
   * @param gamma γ
   */
  public NStep(int n, double gamma) {
    if (n < 1) {
      throw new IllegalArgumentException("nStep must be 1 or more, was " + n);
    }
    this.n = n;
    this.gamma = gamma;
  }

  /**
   * Adds a step and hands on what it completes.
   *
   * @param terminated whether V(after) is 0
   * @param done whether the episode is over, terminated or truncated
   */
  public void add(
      float[] state,
      float[] action,
      double reward,
      float[] after,
      boolean terminated,
      boolean done,
      Sink sink) {
    begun.add(new Begun(state, action, reward));
    if (done) {
      while (!begun.isEmpty()) {
        complete(after, terminated, sink);
      }
    } else if (begun.size() == n) {
      complete(after, false, sink);
    }
  }

  /** Lets go of steps whose return is not complete. */
  public void clear() {
    begun.clear();
  }

  private void complete(float[] after, boolean terminated, Sink sink) {
    double sum = 0;
    double factor = 1;
    for (Begun step : begun) {
      sum += factor * step.reward();
      factor *= gamma;
    }
    Begun first = begun.remove();
    sink.add(first.state(), first.action(), sum, terminated ? 0 : factor, after);
  }
}
