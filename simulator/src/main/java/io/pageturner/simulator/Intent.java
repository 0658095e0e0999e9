package io.pageturner.simulator;

/** What a user is after at the moment: hidden from the ranking, and moved by what is seen. */
public enum Intent {
  /** Looking around: thumb-stopping items are opened, next to nothing is ordered. */
  BROWSING,
  /** Weighing a kind of item: items of one category are opened side by side. */
  COMPARING,
  /** Ready to order what is worth its price; show does not impress any more. */
  BUYING
}
