package io.pageturner.pipeline.codec;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Experience;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RawValues;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Random records with awkward text and numbers in every place that may have them. */
public final class RandomRecords {
  private static final List<String> TEXTS =
      List.of(
          "a", "Zürich", "say \"hi\"", "back\\slash", "日本", "🛒 cart", "</script>", "{\"v\":2}");

  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    0.1,
    1.0 / 3,
    -2.5,
    Math.pow(10, 23),
    2e-3,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    123456789.125
  };

  private final Random random;

  public RandomRecords(long seed) {
    this.random = new Random(seed);
  }

  public Event event() {
    return random.nextBoolean()
        ? new Event.PageShown(decision())
        : new Event.FeedbackGiven(feedback());
  }

  public Decision decision() {
    int items = random.nextInt(4);
    return new Decision(
        new PageId(id()),
        new UserId(id()),
        new SessionId(id()),
        random.nextInt(100),
        time(),
        new BucketName(id()),
        id(),
        new ModelVersion(random.nextInt(3)),
        action(),
        Math.abs(number()),
        state(),
        IntStream.range(0, items).mapToObj(this::shown).toList(),
        items + random.nextInt(3));
  }

  public Feedback feedback() {
    EventId id = new EventId(id());
    UserId user = new UserId(id());
    SessionId session = new SessionId(id());
    Instant time = time();
    Optional<PageId> page = optional().map(PageId::new);
    ItemId item = new ItemId(id());
    return switch (random.nextInt(4)) {
      case 0 -> new Feedback.Click(id, user, session, time, page, item, optional());
      case 1 -> new Feedback.Order(id, user, session, time, page, item, optional());
      case 2 -> new Feedback.Dwell(id, user, session, time, page, item, dwell());
      default -> new Feedback.Leave(id, user, session, time, page);
    };
  }

  public JoinedPage joinedPage() {
    Decision decision = decision();
    List<ItemOutcome> outcomes = new ArrayList<>();
    decision
        .items()
        .forEach(i -> outcomes.add(new ItemOutcome(random.nextInt(2), random.nextInt(2), dwell())));
    return new JoinedPage(decision, outcomes, random.nextBoolean(), time());
  }

  public Transition transition() {
    Optional<State> next = random.nextBoolean() ? Optional.of(state()) : Optional.empty();
    return Transition.of(new Experience(joinedPage(), number()), next)
        .rewarded(number(), random.nextBoolean() ? id() : "");
  }

  public Episode episode() {
    List<Episode.Page> pages = new ArrayList<>();
    for (int k = 0; k <= random.nextInt(3); k++) {
      pages.add(
          new Episode.Page(
              new PageId(id()),
              time(),
              new ModelVersion(random.nextInt(3)),
              action(),
              random.nextInt(5),
              random.nextInt(5),
              random.nextInt(100_000),
              number()));
    }
    List<Episode.End> ends = List.of(Episode.End.values());
    return new Episode(
        new UserId(id()),
        new SessionId(id()),
        new BucketName(id()),
        pages,
        ends.get(random.nextInt(ends.size())),
        time(),
        random.nextBoolean() ? id() : "");
  }

  public DeadLetter deadLetter() {
    byte[] raw = new byte[random.nextInt(20)];
    random.nextBytes(raw);
    return new DeadLetter(id(), random.nextInt(8), random.nextInt(1000), id(), raw);
  }

  private ShownItem shown(int position) {
    return new ShownItem(
        new ItemId(id() + position), position, random(NUMBERS), numbers(), texts());
  }

  private State state() {
    return new State(
        IntStream.range(0, random.nextInt(3)).mapToObj(i -> new ItemId(id())).toList(),
        numbers(),
        texts());
  }

  private Action action() {
    return Action.of(random.nextInt(4) == 0 ? new double[] {0.25, 3} : new double[] {1.0 / 3});
  }

  private Map<String, Double> numbers() {
    Map<String, Double> numbers = new HashMap<>();
    double most = RawValues.MAX_NUMBER;
    IntStream.range(0, random.nextInt(4))
        .forEach(i -> numbers.put(id() + i, Math.max(-most, Math.min(most, number()))));
    return numbers;
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    IntStream.range(0, random.nextInt(4)).forEach(i -> texts.put(id() + i, id()));
    return texts;
  }

  private double[] random(double[] from) {
    return random.doubles(random.nextInt(3)).map(d -> from[(int) (d * from.length)]).toArray();
  }

  private double number() {
    return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextGaussian();
  }

  private Duration dwell() {
    return Duration.ofMillis(random.nextInt(3) * 1000L);
  }

  private Instant time() {
    return Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(1_000_000_000));
  }

  private Optional<String> optional() {
    return random.nextBoolean() ? Optional.of(id()) : Optional.empty();
  }

  private String id() {
    return TEXTS.get(random.nextInt(TEXTS.size())) + random.nextInt(10);
  }
}
