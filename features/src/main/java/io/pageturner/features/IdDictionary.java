package io.pageturner.features;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ids numbered 0, 1, 2, … in the order of first sight, in a few large arrays: ten million ids are
 * no objects for the collector.
 *
 * <p>An id takes its UTF-8 bytes with a length before them, 8 bytes for where they stand, and 11 to
 * 27 bytes of an open-addressing table with linear probing (Knuth, TAOCP 3, 6.4, algorithm L).
 */
final class IdDictionary {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int FIRST_TABLE = 16;
  private static final double FULLEST = 0.7;

  private final List<byte[]> blocks; // Bytes once written never change: copies share them.
  private int blockUsed;
  private long[] places; // [size] block << 32 | offset
  private long[] table; // hash << 32 | number + 1; 0 is free
  private int size;

  IdDictionary() {
    this.blocks = new ArrayList<>();
    this.places = new long[FIRST_TABLE];
    this.table = new long[FIRST_TABLE];
  }

  private IdDictionary(IdDictionary of) {
    this.blocks = new ArrayList<>(of.blocks);
    this.blockUsed = BLOCK_BYTES; // A copy writes into blocks of its own.
    this.places = Arrays.copyOf(of.places, Math.max(1, of.size));
    this.table = of.table.clone();
    this.size = of.size;
  }

  IdDictionary copy() {
    return new IdDictionary(this);
  }

  int size() {
    return size;
  }

  /** The number of an id; −1 when it was never added. */
  int find(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    int at = slot(bytes, hash(bytes));
    return (int) table[at] - 1;
  }

  /** The number of an id, which is added when it is new. */
  int add(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    int hash = hash(bytes);
    int at = slot(bytes, hash);
    if (table[at] != 0) {
      return (int) table[at] - 1;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, grown(size));
    }
    places[size++] = store(bytes);
    table[at] = (long) hash << 32 | size;
    if (size > FULLEST * table.length) {
      enlarge();
    }
    return size - 1;
  }

  /** The id of a number from 0 to {@link #size()} − 1. */
  String id(int number) {
    byte[] block = blocks.get((int) (places[number] >>> 32));
    int from = (int) places[number];
    return new String(block, from + Integer.BYTES, length(block, from), StandardCharsets.UTF_8);
  }

  /** Where an id stands in the table, or the free place where it belongs. */
  private int slot(byte[] id, int hash) {
    int mask = table.length - 1;
    int at = hash & mask;
    while (table[at] != 0
        && !((int) (table[at] >>> 32) == hash && equal(id, (int) table[at] - 1))) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private boolean equal(byte[] id, int number) {
    byte[] block = blocks.get((int) (places[number] >>> 32));
    int from = (int) places[number];
    int start = from + Integer.BYTES;
    return length(block, from) == id.length
        && Arrays.equals(block, start, start + id.length, id, 0, id.length);
  }

  private long store(byte[] id) {
    int needed = Math.addExact(id.length, Integer.BYTES);
    if (blocks.isEmpty() || blockUsed + (long) needed > BLOCK_BYTES) {
      blocks.add(new byte[Math.max(BLOCK_BYTES, needed)]);
      blockUsed = 0;
    }
    byte[] block = blocks.get(blocks.size() - 1);
    int from = blockUsed;
    for (int i = 0; i < Integer.BYTES; i++) {
      block[from + i] = (byte) (id.length >>> (8 * i));
    }
    System.arraycopy(id, 0, block, from + Integer.BYTES, id.length);
    blockUsed += needed;
    return (long) (blocks.size() - 1) << 32 | from;
  }

  private static int length(byte[] block, int from) {
    int length = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      length |= (block[from + i] & 0xff) << (8 * i);
    }
    return length;
  }

  private void enlarge() {
    long[] old = table;
    table = new long[Math.multiplyExact(old.length, 2)];
    int mask = table.length - 1;
    for (long entry : old) {
      if (entry != 0) {
        int at = (int) (entry >>> 32) & mask;
        while (table[at] != 0) {
          at = (at + 1) & mask;
        }
        table[at] = entry;
      }
    }
  }

  private static int grown(int length) {
    return Math.addExact(length, Math.max(FIRST_TABLE, length / 2));
  }

  /** Fowler–Noll–Vo 1a, then MurmurHash3's finaliser: similar ids come to lie far apart. */
  private static int hash(byte[] id) {
    int hash = 0x811c9dc5;
    for (byte each : id) {
      hash = (hash ^ (each & 0xff)) * 0x01000193;
    }
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
