package io.pageturner.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners which bundle is live, on one thread of its own, in the order of the changes.
 *
 * <p>Nothing queues up: a listener that is slower than the changes is told the newest only.
 */
final class LiveAnnouncer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveAnnouncer.class);

  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Thread thread;
  private Bundle live;
  private long changes;
  private boolean closed;

  /** Starts the thread. */
  LiveAnnouncer(String threadName) {
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void announce(Bundle bundle) {
    live = bundle;
    changes++;
    notifyAll();
  }

  /** Adds a listener; it is told what is live already. */
  synchronized void add(Consumer<Bundle> listener) {
    subscriptions.add(new Subscription(listener));
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
    for (Call call = next(); call != null; call = next()) {
      try {
        call.listener().accept(call.bundle());
      } catch (RuntimeException | Error e) {
        // Errors too, such as a missing native library: the thread must outlive a listener's fault,
        // or no later version would ever be served.
        LOG.error("a listener failed on live bundle {}", call.bundle(), e);
      }
    }
  }

  /** Waits for a listener that does not know the live bundle; null once closed. */
  private synchronized Call next() {
    try {
      while (!closed) {
        for (Subscription subscription : subscriptions) {
          if (subscription.told < changes) {
            subscription.told = changes;
            return new Call(subscription.listener, live);
          }
        }
        wait();
      }
    } catch (InterruptedException e) {
      LOG.warn("interrupted: no further live bundle is announced");
    }
    return null;
  }

  private record Call(Consumer<Bundle> listener, Bundle bundle) {}

  private static final class Subscription {
    private final Consumer<Bundle> listener;
    private long told;

    Subscription(Consumer<Bundle> listener) {
      this.listener = listener;
    }
  }
}
