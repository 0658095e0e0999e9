package io.pageturner.domain;

/** The rule that every id follows: 1 to 256 characters, no control characters, not blank. */
final class Ids {
  static final int MAX_LENGTH = 256;

  private Ids() {}

  /**
   * Returns {@code value} when it is a well-formed id.
   *
   * @throws IllegalArgumentException that names the id and the rule it breaks
   */
  static String check(String name, String value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is blank");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          name + " has " + value.length() + " characters, at most " + MAX_LENGTH + " are allowed");
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(name + " holds a control character at index " + i);
      }
    }
    return value;
  }
}
