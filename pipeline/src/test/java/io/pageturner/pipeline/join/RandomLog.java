package io.pageturner.pipeline.join;

import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.dwell;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.order;
import static io.pageturner.pipeline.TestFeed.page;

import io.pageturner.domain.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small random logs of one user that meet every rule of the join in their 80 seconds. */
final class RandomLog {
  /** How much out of order {@link #inRandomOrder} is at most. */
  static final int BOUND_SECONDS = 4;

  private RandomLog() {}

  /** Two sessions of a few pages each and feedback of all kinds, half seconds apart or tied. */
  static List<Event> of(Random random) {
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

  static List<Event> withRepetitions(List<Event> log, Random random) {
    List<Event> repeated = new ArrayList<>(log);
    log.stream().filter(event -> random.nextInt(4) == 0).forEach(repeated::add);
    return repeated;
  }

  /** Each event delayed by up to the bound: no event is more out of order than that. */
  static List<Event> inRandomOrder(List<Event> log, Random random) {
    Map<Integer, Long> arrival = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      arrival.put(i, log.get(i).time().toEpochMilli() + random.nextInt(BOUND_SECONDS * 1000));
      order.add(i);
    }
    order.sort(Comparator.comparing(arrival::get));
    return new ArrayList<>(order.stream().map(log::get).toList());
  }
}
