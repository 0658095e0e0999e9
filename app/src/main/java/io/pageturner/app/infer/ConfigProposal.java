package io.pageturner.app.infer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A feature configuration proposed from a log, as commented YAML that {@code check} accepts. */
public final class ConfigProposal {
  private static final List<String> BEHAVIOUR =
      List.of(
          "clicked, kind: binary-sequence, of: click",
          "ordered, kind: binary-sequence, of: order",
          "changed, kind: transition",
          "since_click, kind: gap, of: click",
          "clicks_1h, kind: count, of: click, window: 1h, transform: log");
  private static final List<String> CLOCK =
      List.of(
          "hour, kind: id, source: hour, rows: 26, dimension: 4",
          "weekday, kind: id, source: weekday, rows: 9, dimension: 2",
          "depth, kind: dense, source: page-index");
  private static final List<String> TOUCHES =
      List.of("last_touch, kind: recency", "touched, kind: touches");

  private final StringBuilder yaml = new StringBuilder();
  private final LogProfile log;
  private Set<String> taken = new HashSet<>();

  private ConfigProposal(LogProfile log) {
    this.log = log;
  }

  /** Names of the forms of logs. */
  public static List<String> formats() {
    return ProfiledFormat.all().stream().map(ProfiledFormat::name).toList();
  }

  /**
   * Reads a log and proposes.
   *
   * @param format one of {@link #formats}; empty to go by the file's name
   * @param pageColumn of a table: the column whose rows of the same value are one page
   * @throws IOException when the log cannot be read or is not of the format, naming the line
   */
  public static String of(Path file, Optional<String> format, Optional<String> pageColumn)
      throws IOException {
    String name = format.orElseGet(() -> guess(file));
    ProfiledFormat known =
        ProfiledFormat.all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    LogProfile log = known.read(file, pageColumn);
    if (log.pages() == 0) {
      throw new IOException(file + " holds no records of the format " + name);
    }
    return new ConfigProposal(log).text(file);
  }

  private static String guess(Path file) {
    return file.toString().matches("(?i).*\\.(jsonl|ndjson|json)(\\.gz)?") ? "requests" : "csv";
  }

  private String text(Path file) {
    yaml.append(
        """
        # Proposed from %s by 'pageturner config infer': %,d pages or rows.
        # A starting point: leave out what is not known when a page is asked for, then run 'config check'.
        """
            .formatted(Proposal.quoted(String.valueOf(file.getFileName())), log.pages()));
    log.notes().forEach(note -> yaml.append("# Note: ").append(note).append(".\n"));
    yaml.append(
        """
        version: 1
        zone: UTC # of hour and weekday
        sequence: {length: 20, dimension: 32}
        page:
        """);
    columns(log.page(), log.pages());
    fixed("From the clock and the session.", CLOCK);
    fixed("From what the user did.", BEHAVIOUR);
    yaml.append("candidate:\n");
    taken = new HashSet<>();
    columns(log.candidate(), log.candidates());
    fixed("From what the user did with the candidate.", TOUCHES);
    return yaml.append(
            "network: {pooling: convolution, widths: [2, 4], filters: 32, state: 128, hidden: 16}\n")
        .toString();
  }

  private void columns(Map<String, ColumnProfile> columns, long records) {
    List<String> leftOut = new ArrayList<>();
    columns.forEach(
        (name, column) -> {
          Proposal proposal = Proposal.of(name, column, records);
          if (proposal.feature().isPresent()) {
            feature(name, proposal.feature().get(), proposal.why());
          } else {
            leftOut.add(Proposal.quoted(name) + ": " + proposal.why());
          }
        });
    leftOut.forEach(line -> yaml.append("  # Left out: ").append(line).append(".\n"));
  }

  private void feature(String column, String feature, String why) {
    String name = unique(column);
    String renamed = name.equals(column) ? "" : "; the column is " + Proposal.quoted(column);
    yaml.append("  # ").append(why).append(renamed).append(".\n");
    yaml.append("  - {name: ").append(name).append(", kind: ").append(feature).append("}\n");
  }

  private void fixed(String title, List<String> features) {
    yaml.append("  # ").append(title).append('\n');
    for (String feature : features) {
      int end = feature.indexOf(',');
      yaml.append("  - {name: ")
          .append(unique(feature.substring(0, end)))
          .append(feature.substring(end))
          .append("}\n");
    }
  }

  /** The column's name as a configuration may have it, and not twice. */
  private String unique(String column) {
    String plain = column.replaceAll("[^A-Za-z0-9_]", "_");
    if (!plain.matches("[A-Za-z].*") || plain.equals("dense")) {
      plain = "f_" + plain;
    }
    plain = plain.substring(0, Math.min(60, plain.length()));
    String name = plain;
    for (int i = 2; !taken.add(name); i++) {
      name = plain + "_" + i;
    }
    return name;
  }
}
