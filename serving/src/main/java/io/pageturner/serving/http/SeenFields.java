package io.pageturner.serving.http;

import java.util.Arrays;

/**
 * The names of the fields that the open objects of a JSON body have had so far.
 *
 * <p>A plain list to look through: objects of a request have few fields, since an unknown one ends
 * the reading, and a hash set for each of a page's 300 objects took a tenth of the page's time.
 */
final class SeenFields {
  private String[] names = new String[16];
  private int[] firstOf = new int[4];
  private int depth;
  private int count;

  /** Goes into an object. */
  void enter() {
    if (depth == firstOf.length) {
      firstOf = Arrays.copyOf(firstOf, 2 * depth);
    }
    firstOf[depth++] = count;
  }

  /** Takes note of a field of the innermost object; false when it has had one of that name. */
  boolean add(String name) {
    for (int i = firstOf[depth - 1]; i < count; i++) {
      if (names[i].equals(name)) {
        return false;
      }
    }
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
    }
    names[count++] = name;
    return true;
  }

  /** Comes out of the innermost object. */
  void leave() {
    count = firstOf[--depth];
  }
}
