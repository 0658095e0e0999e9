package io.pageturner.serving;

import java.time.Duration;

/**
 * The moment until which an answer is of use to whoever waits for it.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {
  /** Of work that nobody waits for: a century ahead. */
  public static final Deadline NONE = after(System.nanoTime(), Duration.ofDays(36_500));

  /**
   * @param start on the clock of {@link System#nanoTime}
   */
  public static Deadline after(long start, Duration allowed) {
    return new Deadline(start + allowed.toNanos());
  }

  public boolean passed() {
    return System.nanoTime() - nanoTime > 0;
  }

  /** What is left until then; zero once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }
}
