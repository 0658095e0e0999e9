package io.pageturner.domain;

/**
 * The rules that raw feature values follow wherever they come from: requests, logs, other code.
 *
 * <p>They keep out what would spoil more than its own page: one huge number the running mean and
 * variance of its feature, one endless text the log and the id maps.
 */
public final class RawValues {
  /** Greatest magnitude of a number: nanoseconds since 1970 still fit. */
  public static final double MAX_NUMBER = 1e19;

  /** Greatest length of a text, in UTF-16 characters, as for ids. */
  public static final int MAX_TEXT = Ids.MAX_LENGTH;

  private RawValues() {}

  /**
   * Returns a number that is finite and not beyond {@link #MAX_NUMBER}.
   *
   * @throws IllegalArgumentException that names the number and the rule it breaks
   */
  public static double number(String name, double value) {
    Values.finite(name, value);
    if (Math.abs(value) > MAX_NUMBER) {
      throw new IllegalArgumentException(name + " must be from -1e19 to 1e19, was " + value);
    }
    return value;
  }

  /**
   * Returns a text of at most {@link #MAX_TEXT} characters that can be written as Unicode.
   *
   * @throws IllegalArgumentException that names the text and the rule it breaks
   */
  public static String text(String name, String value) {
    if (value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          name
              + " has "
              + value.length()
              + " characters, at most "
              + MAX_TEXT
              + " are allowed: '"
              + value.substring(0, 20)
              + "…'");
    }
    return Ids.paired(name, value);
  }
}
