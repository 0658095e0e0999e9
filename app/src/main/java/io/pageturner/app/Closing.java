package io.pageturner.app;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Things to close in the reverse order of their opening; one that fails does not keep the others
 * open.
 */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();

  <T extends AutoCloseable> T add(T opened) {
    open.push(opened);
    return opened;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable last = open.pop();
      try {
        last.close();
      } catch (Exception e) {
        LOG.warn("{} did not close in order", last.getClass().getSimpleName(), e);
      }
    }
  }
}
