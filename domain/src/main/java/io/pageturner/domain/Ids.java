package io.pageturner.domain;

/** The rule that every id follows: 1 to 256 characters of Unicode, none of control, not blank. */
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
    return paired(name, value);
  }

  /**
   * Returns {@code value} when each of its surrogates has its other half: only then UTF-8, the
   * log's form, can hold it.
   */
  static String paired(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (i + 1 == value.length()
            || !Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1))) {
          throw new IllegalArgumentException(name + " holds half a character at index " + i);
        }
        i++;
      }
    }
    return value;
  }
}
