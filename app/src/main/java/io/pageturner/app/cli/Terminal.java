package io.pageturner.app.cli;

import java.io.PrintStream;
import java.time.Duration;

/** What commands print for people: lines stamped with the time since the start. */
public final class Terminal {
  private final PrintStream out;
  private final long start = System.nanoTime();

  public Terminal(PrintStream out) {
    this.out = out;
  }

  /** Prints a line behind the seconds since the start. */
  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  public void say(String format, Object... values) {
    out.printf("%6.1f s  %s%n", sinceStart().toMillis() / 1e3, String.format(format, values));
    out.flush();
  }

  /** Prints text as it is. */
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  public Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
