package io.pageturner.lifecycle;

import java.util.regex.Pattern;

/** The rule for a model's name, which is a directory's name too. */
final class ModelNames {
  private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  private ModelNames() {}

  /**
   * Returns {@code name} when it is well-formed.
   *
   * @throws IllegalArgumentException that says the rule
   */
  static String check(String name) {
    if (name == null || !RULE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a model's name is 1 to 64 of a-z, 0-9, _ and -, a letter first; was "
              + (name == null ? "missing" : "'" + name + "'"));
    }
    return name;
  }
}
