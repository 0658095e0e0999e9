package io.pageturner.features;

import java.util.Collection;

/** The suggestion that follows an unknown name: the nearest known one by edit distance. */
public final class DidYouMean {
  private DidYouMean() {}

  /** Returns {@code "; did you mean 'x'?"}, or nothing when no known name is near. */
  public static String suggestion(String found, Collection<String> known) {
    String nearest = null;
    int best = Math.max(2, found.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(found, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest == null ? "" : "; did you mean '" + nearest + "'?";
  }

  /** Levenshtein's distance: insertions, deletions and substitutions from one to the other. */
  static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substitution = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
