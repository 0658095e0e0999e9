package io.pageturner.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what serves now, on one thread of its own, in the order of the changes.
 *
 * <p>Nothing queues up: a listener that is slower than the changes is told the newest only.
 *
 * @param <T> what is announced
 */
final class Announcer<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final List<Subscription<T>> subscriptions = new ArrayList<>();
  private final Thread thread;
  private T newest;
  private long changes;
  private boolean closed;

  /** Starts the thread. */
  Announcer(String threadName) {
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void announce(T value) {
    newest = value;
    changes++;
    notifyAll();
  }

  /** Adds a listener; it is told what was announced already. */
  synchronized void add(Consumer<T> listener) {
    subscriptions.add(new Subscription<>(listener));
    notifyAll();
  }

  /** Stops after the call that is running, and waits for it unless called by a listener. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (Call<T> call = next(); call != null; call = next()) {
      try {
        call.listener().accept(call.value());
      } catch (RuntimeException | Error e) {
        // Errors too, such as a missing native library: the thread must outlive a listener's fault,
        // or no later version would ever be served.
        LOG.error("a listener failed on {}", call.value(), e);
      }
    }
  }

  /** Waits for a listener that does not know the newest; null once closed. */
  private synchronized Call<T> next() {
    try {
      while (!closed) {
        for (Subscription<T> subscription : subscriptions) {
          if (subscription.told < changes) {
            subscription.told = changes;
            return new Call<>(subscription.listener, newest);
          }
        }
        wait();
      }
    } catch (InterruptedException e) {
      LOG.warn("interrupted: nothing further is announced");
    }
    return null;
  }

  private record Call<T>(Consumer<T> listener, T value) {}

  private static final class Subscription<T> {
    private final Consumer<T> listener;
    private long told;

    Subscription(Consumer<T> listener) {
      this.listener = listener;
    }
  }
}
