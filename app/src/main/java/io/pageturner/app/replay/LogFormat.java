package io.pageturner.app.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An adapter from a feed's own log to what happened on the feed. */
public interface LogFormat {
  /** Name on the command line, such as {@code hotel-search}. */
  String name();

  /** One line for {@code --help}. */
  String description();

  /** Class-path resource with the settings that suit this kind of log, over reference.conf. */
  String settings();

  /** Class-path resource with the feature configuration that suits this kind of log. */
  String features();

  /**
   * Reads a whole log.
   *
   * @throws IOException when the file cannot be read or is not of this format, naming the line
   */
  Recording read(Path log) throws IOException;

  /** All formats. */
  static List<LogFormat> all() {
    return List.of(new HotelSearchFormat());
  }
}
