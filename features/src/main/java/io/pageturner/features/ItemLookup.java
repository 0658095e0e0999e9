package io.pageturner.features;

import io.pageturner.domain.ItemId;
import java.io.IOException;
import java.util.Collection;

/** Where pre-processing finds the embeddings of a request's items, of one version. */
@FunctionalInterface
public interface ItemLookup {
  /**
   * The embeddings of {@code items}, and perhaps of others; an item without one has none in it.
   * Answers in bounded time and never throws: a store that is away makes items unknown.
   */
  ItemEmbeddings find(Collection<ItemId> items);

  /** Every version that there is. */
  @FunctionalInterface
  interface Versions {
    /**
     * Finds embeddings of one version.
     *
     * @param version as a model's lineage names it, {@link ItemEmbeddings#NO_VERSION} for none
     * @param dimension that the model expects
     * @throws IOException when there is no such version, or it has another dimension
     */
    ItemLookup of(String version, int dimension) throws IOException;
  }

  /** One table for every request and version. */
  static Versions always(ItemEmbeddings table) {
    return (version, dimension) -> items -> table;
  }
}
