package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.page;

import io.pageturner.domain.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A made-up feed of many users, the same for the same seed. */
final class RandomFeed {
  private RandomFeed() {}

  /**
   * {@code count} events, half a second apart, of forty users: pages, clicks on them with and
   * without their name, leaves, repetitions, and clicks minutes behind the log's time.
   */
  static List<Event> events(long seed, int count) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    int[] pages = new int[40];
    for (int k = 0; k < count; k++) {
      int user = random.nextInt(pages.length);
      String u = "u" + user;
      double time = k / 2.0;
      String last = "s/" + Math.max(0, pages[user] - 1);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> events.add(page(u, "s/" + pages[user]++, time, "a", "b", "c"));
        case 3, 4 -> events.add(click(u, "c" + k, time, last, "b"));
        case 5 -> events.add(click(u, "c" + k, time - random.nextInt(400), "s", "a"));
        case 6 -> events.add(events.isEmpty() ? page(u, "t/0", 0) : pick(events, random));
        default -> events.add(leave(u, "l" + k, time, "s"));
      }
    }
    return events;
  }

  private static Event pick(List<Event> events, Random random) {
    return events.get(random.nextInt(events.size()));
  }
}
