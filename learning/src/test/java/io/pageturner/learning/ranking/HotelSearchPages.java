package io.pageturner.learning.ranking;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.features.CandidateExtractor;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.PageContext;
import io.pageturner.features.StateExtractor;
import io.pageturner.features.UserState;
import io.pageturner.learning.ranking.HotelSearchLog.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes joined pages of the hotel-search log: one page per clickout, whose item is the order. */
final class HotelSearchPages {
  /** When the state of a page is taken. */
  enum StateAt {
    /** Just before the clickout, as the reference "last touched first" does. */
    CLICKOUT,
    /** At the session's first action after the previous list: when the list was asked for. */
    PAGE
  }

  private final StateExtractor extractor;
  private final CandidateExtractor candidates;
  private final StateAt stateAt;
  private final Map<String, UserState> users = new HashMap<>();
  private final Map<String, OpenPage> open = new HashMap<>();
  private final Map<String, Integer> pagesOfSession = new HashMap<>();
  private final List<JoinedPage> pages = new ArrayList<>();

  /** What is known of a session's page before its list is: the log tells the list at its end. */
  private record OpenPage(Instant time, UserState user, Map<String, Integer> clicks) {}

  private HotelSearchPages(FeatureConfig config, StateAt stateAt) {
    this.extractor = new StateExtractor(config);
    this.candidates = new CandidateExtractor(config);
    this.stateAt = stateAt;
  }

  /** All pages in order of their clickouts. */
  static List<JoinedPage> of(List<Row> rows, FeatureConfig config, StateAt stateAt) {
    HotelSearchPages pages = new HotelSearchPages(config, stateAt);
    rows.forEach(pages::add);
    return pages.pages;
  }

  private void add(Row row) {
    UserState user = users.getOrDefault(row.user(), UserState.EMPTY);
    OpenPage page =
        open.computeIfAbsent(row.session(), s -> new OpenPage(row.time(), user, new HashMap<>()));
    if (row.isClickout()) {
      open.remove(row.session());
      pages.add(page(row, page, user));
    }
    if (row.isTouch()) {
      page.clicks().merge(row.reference(), 1, Integer::sum);
    }
    if (row.isTouch() || row.isClickout()) {
      users.put(row.user(), user.plus(feedback(row)));
    }
  }

  private JoinedPage page(Row row, OpenPage open, UserState atClickout) {
    boolean late = stateAt == StateAt.CLICKOUT;
    Instant time = late ? row.time() : open.time();
    UserState user = late ? atClickout : open.user();
    int index = pagesOfSession.merge(row.session(), 1, Integer::sum) - 1;
    Map<String, String> ids =
        Map.of("platform", row.platform(), "city", row.city(), "device", row.device());
    State state = extractor.extract(user, new PageContext(time, index, Map.of(), ids));
    List<ShownItem> items = candidates.extract(state, items(row));
    Decision decision =
        new Decision(
            new PageId("p" + pages.size()),
            new UserId(row.user()),
            new SessionId(row.session()),
            index,
            time,
            new BucketName("baseline"),
            "baseline",
            ModelVersion.NONE,
            Action.ones(1),
            1,
            state,
            items,
            items.size());
    List<ItemOutcome> outcomes =
        items.stream().map(shown -> outcome(shown.item().value(), row, open)).toList();
    return new JoinedPage(decision, outcomes, false, row.time());
  }

  private ItemOutcome outcome(String item, Row row, OpenPage open) {
    // Clicks before the clickout are in the state that is taken there, so they are no labels then.
    int clicks = stateAt == StateAt.CLICKOUT ? 0 : open.clicks().getOrDefault(item, 0);
    return new ItemOutcome(clicks, item.equals(row.reference()) ? 1 : 0, Duration.ZERO);
  }

  /** An item that a list names twice is kept where it stands first. */
  private static List<ShownItem> items(Row row) {
    Set<String> seen = new HashSet<>();
    List<ShownItem> items = new ArrayList<>();
    for (int i = 0; i < row.impressions().size(); i++) {
      String item = row.impressions().get(i);
      if (seen.add(item)) {
        items.add(
            new ShownItem(
                new ItemId(item), items.size(), new double[0], numbers(row, i), Map.of()));
      }
    }
    return items;
  }

  private static Map<String, Double> numbers(Row row, int position) {
    double mean = row.prices().stream().mapToDouble(p -> p).average().orElseThrow();
    double price = row.prices().get(position);
    return Map.of(
        "team_rank",
        (double) position,
        "team_reciprocal",
        1.0 / (position + 1),
        "price",
        Math.log(price / mean),
        "price_rank",
        (double) row.prices().stream().filter(p -> p < price).count());
  }

  private static Feedback.ItemAction feedback(Row row) {
    EventId id = new EventId("e");
    UserId user = new UserId(row.user());
    SessionId session = new SessionId(row.session());
    ItemId item = new ItemId(row.reference());
    return row.isClickout()
        ? new Feedback.Order(
            id, user, session, row.time(), Optional.empty(), item, Optional.empty())
        : new Feedback.Click(
            id, user, session, row.time(), Optional.empty(), item, Optional.empty());
  }
}
