package io.pageturner.simulator;

import java.util.Locale;

/** How a user came into the feed; known to the ranking, and a hint at the intent. */
public enum Entry {
  HOME,
  SEARCH,
  PUSH;

  /** The value of the context feature {@code entry}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
