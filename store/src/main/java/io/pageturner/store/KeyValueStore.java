package io.pageturner.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Bytes by key, in named spaces that are read by key and dropped as a whole; safe for many threads.
 *
 * <p>A space comes into being with its first entry. Values must not be changed after they were
 * given or got. Every method throws {@link IOException}, in bounded time, when the store cannot be
 * reached or its files cannot be read; it names the store, never a password.
 */
public interface KeyValueStore extends AutoCloseable {
  /**
   * The values of those keys that have one.
   *
   * @param patience how long to wait for a store that is slow or away
   */
  Map<String, byte[]> getMany(String space, Collection<String> keys, Duration patience)
      throws IOException;

  /** Enters values, over those that the keys had; other entries stay. */
  void putMany(String space, Map<String, byte[]> values) throws IOException;

  /**
   * Visits every entry once, in no order. Entries written meanwhile may be visited or not.
   *
   * @param visitor called by the calling thread
   */
  void forEach(String space, BiConsumer<String, byte[]> visitor) throws IOException;

  /** Removes a space with all its entries; one that is not there is no error. */
  void drop(String space) throws IOException;

  /** The spaces that have an entry. */
  Set<String> spaces() throws IOException;

  /**
   * Makes what was written and dropped so far last beyond this process. A crash before or within it
   * leaves the snapshot before, whole.
   */
  void snapshot() throws IOException;

  /** Lets go of connections and files, without a snapshot. */
  @Override
  void close() throws IOException;
}
