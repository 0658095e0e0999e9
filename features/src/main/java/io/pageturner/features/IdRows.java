package io.pageturner.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which id of one feature has which row of its embedding table; learned from the stream.
 *
 * <p>An id gets the next row when it was seen {@code minCount} times; a row once given is never
 * given to another id, so that trained embeddings keep their meaning. Used by one thread.
 */
public final class IdRows {
  /** Rows before the first id's: "not known", and the one that rare and new ids share. */
  private static final int FIRST_ROW = 2;

  private final int minCount;
  private final int limit;
  private IdDictionary ids;
  private int[] states; // [ids] an id's row, or −how often it was seen without one
  private int rows;

  /**
   * @param minCount an id gets a row when it was seen this often
   * @param limit rows of the table; ids that would need more share the rare ids' row
   */
  IdRows(int minCount, int limit) {
    this.minCount = minCount;
    this.limit = limit;
    clear();
  }

  /** For a feature whose table grows with its ids. */
  public static IdRows growing(Feature.Id feature) {
    return new IdRows(feature.minCount(), Integer.MAX_VALUE);
  }

  /** Forgets everything. */
  public void clear() {
    ids = new IdDictionary();
    states = new int[16];
    rows = FIRST_ROW;
  }

  /** Rows that the table needs: 0 "not known", 1 rare and new ids, then one per frequent id. */
  public int rows() {
    return rows;
  }

  /** How many ids are known, those without a row included. */
  public int size() {
    return ids.size();
  }

  /** Counts an id; when it becomes frequent by that, it gets a row. */
  public void observe(String id) {
    if (rows == limit) {
      return; // No row left: counting would take memory for nothing.
    }
    int number = number(id);
    if (states[number] <= 0) {
      states[number]--;
      if (states[number] <= -minCount) {
        states[number] = rows++;
      }
    }
  }

  private int number(String id) {
    int number = ids.add(id);
    if (number == states.length) {
      states = Arrays.copyOf(states, Math.addExact(number, Math.max(16, number / 2)));
    }
    return number;
  }

  /** The row of each frequent id, as it is now. */
  public Map<String, Integer> snapshot() {
    return snapshot(Integer.MAX_VALUE);
  }

  /** The row of each frequent id whose row is below {@code tableRows}: as it was back then. */
  public Map<String, Integer> snapshot(int tableRows) {
    return new IdMap(ids.copy(), Arrays.copyOf(states, ids.size()), FIRST_ROW, tableRows);
  }

  /** How often each id without a row was seen. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      if (states[i] < 0) {
        counts.put(ids.id(i), -states[i]);
      }
    }
    return counts;
  }

  /** Goes on from ids with their rows, and counts of ids without one. */
  void restore(Map<String, Integer> known, Map<String, Integer> counts) {
    clear();
    known.forEach(this::put);
    counts.forEach((id, count) -> set(id, -count));
  }

  /** Gives an id a row: one that another {@link IdRows} has given it. */
  void put(String id, int row) {
    set(id, row);
  }

  private void set(String id, int state) {
    int number = number(id);
    states[number] = state;
    rows = Math.max(rows, state + 1);
  }

  /** Writes everything, for a checkpoint. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      byte[] bytes = ids.id(i).getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
      out.writeInt(states[i]);
    }
  }

  /**
   * Reads what {@link #write} wrote; what was known here before is forgotten.
   *
   * @throws IOException when the bytes end early
   */
  public void read(DataInput in) throws IOException {
    clear();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      set(new String(bytes, StandardCharsets.UTF_8), in.readInt());
    }
  }
}
