package io.pageturner.pipeline.join;

import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.dwell;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.order;
import static io.pageturner.pipeline.TestFeed.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every log of one user, however it arrives within the bound of its disorder. */
class PageJoinerProperties {
  private static final int BOUND_SECONDS = 4;
  private static final JoinRules RULES =
      new JoinRules(
          Duration.ofSeconds(15),
          Duration.ofSeconds(25),
          Duration.ofSeconds(8),
          Duration.ofSeconds(3),
          Duration.ofSeconds(40),
          Duration.ofSeconds(6));

  @Property(tries = 400)
  void the_join_is_what_a_batch_over_the_whole_log_says(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> log = randomLog(random);

    assertThat(joined(inRandomOrder(log, random)).results())
        .isEqualTo(BatchJoin.results(RULES, log));
  }

  @Property(tries = 400)
  void every_event_comes_out_exactly_once(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> log = inRandomOrder(withRepetitions(randomLog(random), random), random);

    JoinRun run = joined(log);

    assertThat(run.accounted()).isEqualTo(log.size());
    assertThat(run.state().isEmpty()).isTrue();
  }

  @Property(tries = 400)
  void when_and_how_often_time_advances_changes_nothing_even_for_stragglers(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> log = inRandomOrder(withRepetitions(randomLog(random), random), random);
    if (!log.isEmpty()) {
      Event straggler = log.remove(random.nextInt(log.size()));
      log.add(random.nextInt(log.size() + 1), straggler);
    }

    JoinRun nudged = new JoinRun(RULES, Duration.ofSeconds(BOUND_SECONDS));
    for (Event event : log) {
      nudged.give(event);
      if (nudged.logWatermark() != Long.MIN_VALUE) {
        nudged.advanceTo(nudged.logWatermark() - random.nextInt(20_000));
      }
      nudged.replaceState(random.nextBoolean() ? stored(nudged.state()) : nudged.state().copy());
    }

    assertThat(nudged.end().results()).isEqualTo(joined(log).results());
  }

  private static JoinRun joined(List<Event> log) {
    JoinRun run = new JoinRun(RULES, Duration.ofSeconds(BOUND_SECONDS));
    log.forEach(run::give);
    return run.end();
  }

  /** Two sessions of a few pages each and feedback of all kinds, half seconds apart or tied. */
  private static List<Event> randomLog(Random random) {
    List<Event> log = new ArrayList<>();
    for (String session : List.of("s", "t")) {
      int pages = random.nextInt(6);
      for (int k = 0; k < pages; k++) {
        String[] items = random.nextBoolean() ? new String[] {"a", "b"} : new String[] {"b", "c"};
        log.add(page(session + "/" + k, halfSecond(random), items));
      }
    }
    int feedback = random.nextInt(16);
    for (int k = 0; k < feedback; k++) {
      log.add(randomFeedback("f" + k, random));
    }
    return log;
  }

  private static Event randomFeedback(String id, Random random) {
    String session = random.nextBoolean() ? "s" : "t";
    String page = random.nextBoolean() ? session : session + "/" + random.nextInt(6);
    String item = List.of("a", "b", "c", "d").get(random.nextInt(4));
    double time = halfSecond(random);
    return switch (random.nextInt(5)) {
      case 0 -> order(id, time, page, item);
      case 1 -> dwell(id, time, page, item, 1 + random.nextInt(1000));
      case 2 -> leave(id, time, page);
      default -> click(id, time, page, item);
    };
  }

  private static double halfSecond(Random random) {
    return random.nextInt(160) / 2.0;
  }

  private static List<Event> withRepetitions(List<Event> log, Random random) {
    List<Event> repeated = new ArrayList<>(log);
    log.stream().filter(event -> random.nextInt(4) == 0).forEach(repeated::add);
    return repeated;
  }

  /** Each event delayed by up to the bound: no event is more out of order than that. */
  private static List<Event> inRandomOrder(List<Event> log, Random random) {
    Map<Integer, Long> arrival = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      arrival.put(i, log.get(i).time().toEpochMilli() + random.nextInt(BOUND_SECONDS * 1000));
      order.add(i);
    }
    order.sort(Comparator.comparing(arrival::get));
    return new ArrayList<>(order.stream().map(log::get).toList());
  }

  private static UserPages stored(UserPages state) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new UserPagesFormat().write(state, new DataOutputStream(bytes));
      return new UserPagesFormat()
          .read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
