package io.pageturner.serving;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * A bounded map that forgets the least recently used entry when it is full; safe for many threads.
 *
 * <p>Keys are spread over stripes with a lock and a share of the capacity each, so the bound holds
 * exactly and the order of forgetting holds per stripe.
 */
public final class LruMap<K, V> {
  private static final int STRIPES = 64;

  /** Below it one stripe suffices, and small maps forget in exact order. */
  private static final int SMALL = 1_024;

  private final List<Map<K, V>> stripes = new ArrayList<>();
  private final int stripeCapacity;
  private final LongAdder evictions = new LongAdder();

  /**
   * @param capacity greatest number of entries, 1 or more; rounded down to a multiple of 64 from
   *     1,024 on
   */
  public LruMap(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, was " + capacity);
    }
    int count = capacity < SMALL ? 1 : STRIPES;
    stripeCapacity = capacity / count;
    for (int i = 0; i < count; i++) {
      stripes.add(new LinkedHashMap<>(16, 0.75f, true));
    }
  }

  public Optional<V> get(K key) {
    Map<K, V> stripe = stripe(key);
    synchronized (stripe) {
      return Optional.ofNullable(stripe.get(key));
    }
  }

  /**
   * Replaces an entry in one step.
   *
   * @param change gets the value, null when there is none, and gives the new one, null to remove
   *     it; must be quick and must not use this map
   * @return the new value, null when there is none
   */
  public V update(K key, UnaryOperator<V> change) {
    Map<K, V> stripe = stripe(key);
    synchronized (stripe) {
      V updated = change.apply(stripe.get(key));
      if (updated == null) {
        stripe.remove(key);
      } else {
        stripe.put(key, updated);
        evictSurplus(stripe);
      }
      return updated;
    }
  }

  /** Enters a value unless there is one; returns the one that was there. */
  public Optional<V> putIfAbsent(K key, V value) {
    Map<K, V> stripe = stripe(key);
    synchronized (stripe) {
      V present = stripe.get(key);
      if (present == null) {
        stripe.put(key, value);
        evictSurplus(stripe);
      }
      return Optional.ofNullable(present);
    }
  }

  public void remove(K key) {
    Map<K, V> stripe = stripe(key);
    synchronized (stripe) {
      stripe.remove(key);
    }
  }

  public int size() {
    int size = 0;
    for (Map<K, V> stripe : stripes) {
      synchronized (stripe) {
        size += stripe.size();
      }
    }
    return size;
  }

  /** How many entries were forgotten for want of room. */
  public long evictions() {
    return evictions.sum();
  }

  /** All entries; least recently used first within a stripe. Each stripe is seen at one moment. */
  public List<Map.Entry<K, V>> entries() {
    List<Map.Entry<K, V>> entries = new ArrayList<>();
    for (Map<K, V> stripe : stripes) {
      synchronized (stripe) {
        stripe.forEach((key, value) -> entries.add(Map.entry(key, value)));
      }
    }
    return entries;
  }

  private void evictSurplus(Map<K, V> stripe) {
    if (stripe.size() > stripeCapacity) {
      Iterator<K> eldest = stripe.keySet().iterator();
      eldest.next();
      eldest.remove();
      evictions.increment();
    }
  }

  private Map<K, V> stripe(K key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return stripes.get((hash >>> 16) % stripes.size());
  }
}
