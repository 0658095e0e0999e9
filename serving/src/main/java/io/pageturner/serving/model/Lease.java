package io.pageturner.serving.model;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right of one request to use a model version until it is closed. */
public final class Lease<M extends ServedModel> implements AutoCloseable {
  private final CountedModel<M> counted;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(CountedModel<M> counted) {
    this.counted = counted;
  }

  public M model() {
    return counted.model();
  }

  /** Gives the model back; once is enough, more does no harm. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      counted.release();
    }
  }
}
