package io.pageturner.serving.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method on one path.
 *
 * @param path template such as {@code /v1/models/{version}/promote}
 * @param scope what a key must be allowed to do
 * @param lane where its endpoint runs
 * @param endpoint what answers
 */
record Route(String method, String path, Scope scope, Lane lane, Endpoint endpoint) {
  /** Where endpoints run, so that one kind of work never waits for another. */
  enum Lane {
    /** On the event loop: only what answers from memory. */
    EVENT_LOOP,
    /** On the bounded pool for ranking and feedback. */
    REQUESTS,
    /** On a small pool of its own: what may take long, or must answer under overload. */
    ADMIN
  }

  /** Whether who called it is written down: it changes what serves. */
  boolean audited() {
    return scope == Scope.ADMIN && !method.equals("GET");
  }

  /** Whether its path has no parameters. */
  boolean literal() {
    return path.indexOf('{') < 0;
  }

  boolean takesBody() {
    return method.equals("POST");
  }

  /** The values of the template's parameters; empty when {@code requested} does not match. */
  Optional<Map<String, String>> match(String requested) {
    List<String> expected = segments(path);
    List<String> found = segments(requested);
    if (expected.size() != found.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < expected.size(); i++) {
      String segment = expected.get(i);
      if (segment.startsWith("{")) {
        parameters.put(segment.substring(1, segment.length() - 1), found.get(i));
      } else if (!segment.equals(found.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
