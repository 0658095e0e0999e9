package io.pageturner.app.infer;

import io.pageturner.app.replay.LogFormat;
import io.pageturner.app.replay.Recording;
import io.pageturner.domain.ShownItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A log that {@code replay} knows how to read.
 *
 * @param format how
 */
record ReplayedFormat(LogFormat format) implements ProfiledFormat {
  @Override
  public String name() {
    return format.name();
  }

  @Override
  public LogProfile read(Path log, Optional<String> pageColumn) throws IOException {
    LogProfile profile = new LogProfile();
    Recording recording = format.read(log);
    for (Recording.Step step : recording.steps()) {
      if (step instanceof Recording.ListShown shown) {
        profile.countPages(1);
        add(shown.dense(), shown.ids(), profile::ofPage);
        profile.countCandidates(shown.items().size());
        for (ShownItem item : shown.items()) {
          add(item.dense(), item.ids(), profile::ofCandidate);
        }
      }
    }
    if (!recording.malformed().isEmpty()) {
      profile.note(recording.malformed().size() + " records could not be understood: not read");
    }
    return profile;
  }

  private static void add(
      Map<String, Double> dense, Map<String, String> ids, Function<String, ColumnProfile> columns) {
    new TreeMap<>(dense).forEach((name, value) -> columns.apply(name).add(value));
    new TreeMap<>(ids).forEach((name, value) -> columns.apply(name).add(value));
  }
}
