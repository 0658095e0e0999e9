/**
 * The key-value store, and the item embeddings kept in it (SPEC 3.2).
 *
 * <pre>
 *   KeyValueStore ──┬── HeapStore   a map per space, snapshots in the data directory (the default)
 *                   └── RedisStore  one Redis hash per space, for many nodes
 *   EmbeddingSets:  space items-&lt;version&gt;  item → count and vector;  space sets  version → facts
 * </pre>
 */
package io.pageturner.store;
