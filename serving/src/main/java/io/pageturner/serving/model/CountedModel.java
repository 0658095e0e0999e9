package io.pageturner.serving.model;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that counts who uses it, and is closed by the last one to let go. */
final class CountedModel<M extends ServedModel> {
  private final M model;

  /** The model server's own use, and one per lease; 0 means closed for ever. */
  private final AtomicInteger users = new AtomicInteger(1);

  CountedModel(M model) {
    this.model = model;
  }

  M model() {
    return model;
  }

  /** A lease; empty when the last user has let go already. */
  Optional<Lease<M>> lease() {
    int before = users.getAndUpdate(count -> count == 0 ? 0 : count + 1);
    return before == 0 ? Optional.empty() : Optional.of(new Lease<>(this));
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      model.close();
    }
  }
}
