package io.pageturner.app.infer;

import io.pageturner.domain.RawValues;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What becomes of one column: a feature, or why it is left out.
 *
 * @param feature kind and settings as in the configuration, without the name; empty to leave it out
 * @param why what was seen, for people
 */
record Proposal(Optional<String> feature, String why) {
  private static final Pattern OUTCOME =
      Pattern.compile(
          "(?i).*(click|order|purchas|convers|reward|label|dwell|position|propensity).*");
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?i)(.*[_-])?(user|visitor|session|request|event)[_-]?(id)?");
  private static final Pattern ID = Pattern.compile("(?i)(.*[_-])?(id|code|zip|postcode)");
  private static final Pattern TIME = Pattern.compile("(?i).*(time|date)(?!.*zone).*");

  /** Fewer values tell nothing about whether a column is an identifier. */
  private static final int FEW = 20;

  private static final int MANY_IDS = 100;

  /**
   * Looks at a column.
   *
   * @param records how many could have had a value
   */
  static Proposal of(String name, ColumnProfile column, long records) {
    Optional<String> reason = leftOut(name, column);
    if (reason.isPresent()) {
      return new Proposal(Optional.empty(), reason.get());
    }
    String seen = missing(column, records) + ", " + different(column);
    boolean named = column.allWhole() && ID.matcher(name).matches();
    return column.allNumbers() && !named ? number(column, seen) : id(column, seen);
  }

  private static Optional<String> leftOut(String name, ColumnProfile column) {
    if (name.isBlank()) {
      return Optional.of("has no name");
    }
    if (column.values() == 0) {
      return Optional.of("has no values");
    }
    if (OUTCOME.matcher(name).matches()) {
      return Optional.of("by its name it is known only after the page was ranked");
    }
    if (IDENTIFIER.matcher(name).matches() && column.different() > 1) {
      return Optional.of("by its name it tells one user, session or event from others");
    }
    if (TIME.matcher(name).matches() && (column.more() || column.different() > FEW)) {
      return Optional.of("by its name a time; hour and weekday come from the clock");
    }
    if (column.different() == 1) {
      return Optional.of("always " + quoted(column.mostFrequent().getKey()));
    }
    return column.allNumbers() ? unfitNumber(column) : unfitText(column);
  }

  private static Optional<String> unfitNumber(ColumnProfile column) {
    if (Math.max(-column.least(), column.greatest()) > RawValues.MAX_NUMBER) {
      return Optional.of("holds numbers beyond " + RawValues.MAX_NUMBER);
    }
    boolean numbering =
        column.allWhole()
            && column.different() == column.values()
            && column.greatest() - column.least() + 1 == column.values();
    return numbering && column.values() >= FEW
        ? Optional.of("numbers the records")
        : Optional.empty();
  }

  private static Optional<String> unfitText(ColumnProfile column) {
    if (column.longest() > RawValues.MAX_TEXT) {
      return Optional.of("holds texts of up to " + column.longest() + " characters");
    }
    if (column.listShare() > 0.5) {
      return Optional.of("holds lists");
    }
    if (column.values() >= FEW && (column.more() || column.different() > column.values() / 2)) {
      return Optional.of("nearly every value differs: it tells nothing of other records");
    }
    return Optional.empty();
  }

  private static Proposal number(ColumnProfile column, String seen) {
    boolean skewed =
        column.least() >= 0 && column.median() > 0 && column.greatest() > 20 * column.median();
    String range = ", from %s to %s".formatted(plain(column.least()), plain(column.greatest()));
    String few =
        column.allWhole() && column.different() <= 10
            ? "; if they are names rather than amounts, send texts and use kind: id"
            : "";
    return new Proposal(
        Optional.of(skewed ? "dense, transform: log" : "dense"), seen + range + few);
  }

  private static Proposal id(ColumnProfile column, String seen) {
    int minCount = column.different() > MANY_IDS ? 5 : 1;
    int rows = roundedUp(column.different(minCount) * 5 / 4 + 4);
    var top = column.mostFrequent();
    String most =
        ", most often %s (%s)"
            .formatted(quoted(top.getKey()), percent((double) top.getValue() / column.values()));
    String mixed =
        column.numberShare() > 0
            ? "; %s are numbers by their form: send all as texts"
                .formatted(percent(column.numberShare()))
            : "";
    return new Proposal(
        Optional.of(
            "id, rows: %d, dimension: %d%s"
                .formatted(
                    rows,
                    dimension(column.different()),
                    minCount > 1 ? ", minCount: " + minCount : "")),
        seen + most + mixed);
  }

  /** Twice the fourth root, a rule of thumb of practice; even, from 2 to 32. */
  private static int dimension(int different) {
    int root = (int) Math.round(Math.sqrt(Math.sqrt(different)));
    return Math.max(2, Math.min(32, 2 * root));
  }

  /** To two digits: 137 becomes 140. */
  private static int roundedUp(int rows) {
    int unit = 1;
    while (rows / unit >= 100) {
      unit *= 10;
    }
    return (rows + unit - 1) / unit * unit;
  }

  private static String missing(ColumnProfile column, long records) {
    double share = records == 0 ? 0 : 1 - (double) column.values() / records;
    return share <= 0 ? "never missing" : percent(share) + " missing";
  }

  private static String different(ColumnProfile column) {
    return (column.more() ? "more than " : "") + "%,d different".formatted(column.different());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** Short, and without what would end a comment's line. */
  static String quoted(String text) {
    StringBuilder shown = new StringBuilder("'");
    text.codePoints()
        .limit(30)
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .forEach(shown::appendCodePoint);
    return shown.append(text.codePointCount(0, text.length()) > 30 ? "…'" : "'").toString();
  }
}
