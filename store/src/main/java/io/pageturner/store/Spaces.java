package io.pageturner.store;

/** The rule for names of spaces, which become names of files. */
final class Spaces {
  private Spaces() {}

  /**
   * Returns {@code space} when it is well formed.
   *
   * @throws IllegalArgumentException that names the space and the rule
   */
  static String check(String space) {
    if (!space.matches("[a-z0-9][a-z0-9-]{0,127}")) {
      throw new IllegalArgumentException(
          "a space is named by 1 to 128 of a-z, 0-9 and '-', not '-' first; was '" + space + "'");
    }
    return space;
  }
}
