package io.pageturner.features;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** An immutable map from id to row in a few large arrays, in the order of first sight. */
final class IdMap extends AbstractMap<String, Integer> {
  private final IdDictionary ids;
  private final int[] rows; // [ids] a number outside of [first, limit) is no row
  private final int first;
  private final int limit;
  private final int size;

  /**
   * Takes its arguments over: nobody else changes them any more.
   *
   * @param rows by number of the id; those from {@code first} to before {@code limit} count
   */
  IdMap(IdDictionary ids, int[] rows, int first, int limit) {
    this.ids = ids;
    this.rows = rows;
    this.first = first;
    this.limit = limit;
    int entries = 0;
    for (int i = 0; i < ids.size(); i++) {
      entries += within(i) ? 1 : 0;
    }
    this.size = entries;
  }

  private boolean within(int number) {
    return rows[number] >= first && rows[number] < limit;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Integer get(Object id) {
    int number = id instanceof String text ? ids.find(text) : -1;
    return number >= 0 && within(number) ? rows[number] : null;
  }

  @Override
  public boolean containsKey(Object id) {
    return get(id) != null;
  }

  @Override
  public Set<Map.Entry<String, Integer>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Map.Entry<String, Integer>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Integer>> {
    private int next = skip(0);

    private int skip(int from) {
      int number = from;
      while (number < ids.size() && !within(number)) {
        number++;
      }
      return number;
    }

    @Override
    public boolean hasNext() {
      return next < ids.size();
    }

    @Override
    public Map.Entry<String, Integer> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all " + size + " ids were given out");
      }
      int number = next;
      next = skip(number + 1);
      return Map.entry(ids.id(number), rows[number]);
    }
  }
}
