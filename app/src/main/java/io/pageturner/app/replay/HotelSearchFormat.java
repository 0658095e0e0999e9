package io.pageturner.app.replay;

import io.pageturner.app.replay.Recording.Answer;
import io.pageturner.app.replay.Recording.ListShown;
import io.pageturner.app.replay.Recording.Malformed;
import io.pageturner.app.replay.Recording.Step;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.UserId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Hotel-search sessions as published for a public recommender challenge of 2019, one action a row.
 *
 * <p>A list is only logged at a {@code clickout item} row, with the impressions that were on the
 * screen; so the page's time is that of the session's first action after the previous list. {@code
 * interaction item …} is a click, {@code clickout item} (the paid redirect) an order. Clicks name
 * no list: the joiner looks for the page that shows their item.
 */
final class HotelSearchFormat implements LogFormat {
  private static final Set<String> COLUMNS =
      Set.of(
          "user_id",
          "session_id",
          "timestamp",
          "action_type",
          "reference",
          "platform",
          "city",
          "device",
          "current_filters",
          "impressions",
          "prices");
  private static final String ORDER = "clickout item";
  private static final String CLICK = "interaction item";

  @Override
  public String name() {
    return "hotel-search";
  }

  @Override
  public String description() {
    return "hotel-search sessions as CSV (optionally .gz), one action a row, lists at clickouts";
  }

  @Override
  public String settings() {
    return "formats/hotel-search.conf";
  }

  @Override
  public String features() {
    return "formats/hotel-search.yaml";
  }

  @Override
  public Recording read(Path log) throws IOException {
    Reading reading = new Reading();
    try (CSVParser rows = open(log)) {
      if (!rows.getHeaderMap().keySet().containsAll(COLUMNS)) {
        throw new IOException(
            log
                + " is no hotel-search log: its header must name the columns "
                + COLUMNS
                + ", found "
                + rows.getHeaderNames());
      }
      for (CSVRecord row : rows) {
        reading.add(row);
      }
    }
    return reading.finish();
  }

  private static CSVParser open(Path log) throws IOException {
    InputStream file = Files.newInputStream(log);
    InputStream plain = log.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)));
  }

  /** One pass over the rows, remembering per session where its current list began. */
  private static final class Reading {
    private final List<Placed> steps = new ArrayList<>();
    private final List<Malformed> malformed = new ArrayList<>();
    private final SortedMap<String, Integer> others = new TreeMap<>();
    private final Map<SessionId, OpenList> sessions = new HashMap<>();
    private long lines;

    /** A step with its rank among steps of the same time: pages first, then as logged. */
    private record Placed(Step step, int rank, long line) {}

    private static final class OpenList {
      private Instant began;
      private int index;
    }

    void add(CSVRecord row) {
      lines++;
      long line = row.getRecordNumber() + 1; // The header is line 1.
      try {
        if (!row.isConsistent()) {
          throw new IllegalArgumentException(
              "the row has " + row.size() + " columns, the header has another number");
        }
        action(row, line);
      } catch (IllegalArgumentException e) {
        malformed.add(new Malformed(line, e.getMessage()));
      }
    }

    private void action(CSVRecord row, long line) {
      SessionId session = new SessionId(row.get("session_id"));
      Instant time = time(row);
      String kind = row.get("action_type");
      OpenList open = sessions.computeIfAbsent(session, s -> new OpenList());
      if (open.began == null) {
        open.began = time;
      }
      if (kind.equals(ORDER)) {
        clickout(row, line, session, time, open);
      } else if (kind.startsWith(CLICK)) {
        steps.add(new Placed(new Answer(click(row, line, session, time)), 1, line));
      } else {
        others.merge(kind, 1, Integer::sum);
      }
    }

    private static Instant time(CSVRecord row) {
      try {
        return Instant.ofEpochSecond(Long.parseLong(row.get("timestamp")));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "timestamp must be seconds since 1970, was '" + row.get("timestamp") + "'", e);
      }
    }

    private void clickout(
        CSVRecord row, long line, SessionId session, Instant time, OpenList open) {
      PageId page = new PageId(session + "-" + line);
      ItemId ordered = item(row);
      UserId user = new UserId(row.get("user_id"));
      ListShown shown =
          new ListShown(
              page,
              user,
              session,
              open.index,
              open.began,
              Map.of("filters", (double) filters(row)),
              Map.of(
                  "platform", row.get("platform"),
                  "city", row.get("city"),
                  "device", row.get("device")),
              items(row));
      steps.add(new Placed(shown, 0, line));
      Feedback order =
          new Feedback.Order(
              event(line), user, session, time, Optional.of(page), ordered, Optional.empty());
      steps.add(new Placed(new Answer(order), 1, line));
      open.began = null;
      open.index++;
    }

    private static int filters(CSVRecord row) {
      String filters = row.get("current_filters");
      return filters.isEmpty() ? 0 : filters.split("\\|").length;
    }

    private static Feedback click(CSVRecord row, long line, SessionId session, Instant time) {
      return new Feedback.Click(
          event(line),
          new UserId(row.get("user_id")),
          session,
          time,
          Optional.empty(),
          item(row),
          Optional.empty());
    }

    private static EventId event(long line) {
      return new EventId("hotel-search-" + line);
    }

    private static ItemId item(CSVRecord row) {
      String reference = row.get("reference");
      if (reference.isEmpty() || !reference.chars().allMatch(Character::isDigit)) {
        throw new IllegalArgumentException(
            "reference must be an item's number for '"
                + row.get("action_type")
                + "', was '"
                + reference
                + "'");
      }
      return new ItemId(reference);
    }

    private static List<ShownItem> items(CSVRecord row) {
      String[] items = row.get("impressions").split("\\|");
      String[] prices = row.get("prices").split("\\|");
      if (items.length != prices.length) {
        throw new IllegalArgumentException(
            "impressions has " + items.length + " items but prices has " + prices.length);
      }
      List<ShownItem> shown = new ArrayList<>();
      for (int i = 0; i < items.length; i++) {
        double price = Double.parseDouble(prices[i]);
        shown.add(
            new ShownItem(
                new ItemId(items[i]),
                i,
                new double[0],
                Map.of(
                    "team_rank",
                    (double) i,
                    "team_reciprocal",
                    1.0 / (1 + i),
                    "price",
                    price,
                    "price_rank",
                    rank(prices, price)),
                Map.of()));
      }
      return shown;
    }

    /** Share of the list that is cheaper. */
    private static double rank(String[] prices, double price) {
      int cheaper = 0;
      for (String other : prices) {
        cheaper += Double.parseDouble(other) < price ? 1 : 0;
      }
      return (double) cheaper / prices.length;
    }

    Recording finish() {
      steps.sort(
          Comparator.comparing((Placed p) -> p.step().time())
              .thenComparingInt(Placed::rank)
              .thenComparingLong(Placed::line));
      return new Recording(lines, steps.stream().map(Placed::step).toList(), malformed, others);
    }
  }
}
