package io.pageturner.learning.agent.actorcritic;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest of what threads offer, which may come in another order than it was made in. Safe for
 * threads.
 *
 * @param <T> type of what is offered
 */
final class Newest<T> {
  private final AtomicReference<Offer<T>> newest = new AtomicReference<>();

  private record Offer<T>(long number, T what) {}

  /** Takes {@code what} unless something of a higher number is held. */
  void offer(long number, T what) {
    newest.accumulateAndGet(
        new Offer<>(number, what),
        (held, offered) -> held == null || held.number <= offered.number ? offered : held);
  }

  /** What is held; there must have been an offer. */
  T get() {
    return newest.get().what;
  }
}
