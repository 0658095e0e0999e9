package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ItemId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReaderTest {
  private static final int PAGES = 20_000;

  private final WorldSettings settings = WorldSettings.DEFAULT;
  private final User user = new World(settings.withUsers(1), 1).user(0);
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void theSameItemIsOpenedLessOftenFurtherDown() {
    Item liked = item("liked", 1, 0);
    List<Item> page = new ArrayList<>(Collections.nCopies(7, item("dull", -3, 0)));
    page.add(0, liked);
    double top = openRate(liked, page, Intent.BROWSING);
    page.remove(0);
    page.add(liked);
    double bottom = openRate(liked, page, Intent.BROWSING);
    double expected = settings.attention().examined(7, user.attention());
    assertThat(bottom / top).isBetween(expected * 0.8, expected * 1.2);
  }

  @Test
  void showDrawsThoseWhoBrowseAndValueThoseWhoBuy() {
    Item show = item("show", 1.5, -1);
    Item bargain = item("bargain", -1, 1.5);
    assertThat(openRate(show, List.of(show), Intent.BROWSING))
        .isGreaterThan(5 * openRate(bargain, List.of(bargain), Intent.BROWSING));
    assertThat(openRate(bargain, List.of(bargain), Intent.BUYING))
        .isGreaterThan(5 * openRate(show, List.of(show), Intent.BUYING));
  }

  @Test
  void theReadingEndsWithAnOrder() {
    Item bargain = item("bargain", 0, 3);
    List<Item> page = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      page.add(new Item(new ItemId("b" + i), 0, bargain.taste(), 0, 3, 1));
    }
    for (int i = 0; i < 1_000; i++) {
      Reader reader = reader(Intent.BUYING);
      reader.read(page, random.split());
      List<Reaction> reactions = reader.reactions();
      if (reader.ordered()) {
        assertThat(reactions.get(reactions.size() - 2)).isInstanceOf(Reaction.Ordered.class);
        assertThat(reactions.get(reactions.size() - 1)).isInstanceOf(Reaction.Dwelt.class);
      }
    }
  }

  private double openRate(Item item, List<Item> page, Intent intent) {
    int opened = 0;
    for (int i = 0; i < PAGES; i++) {
      Reader reader = reader(intent);
      reader.read(page, random.split());
      opened += reader.opened().contains(item) ? 1 : 0;
    }
    return (double) opened / PAGES;
  }

  private Reader reader(Intent intent) {
    return new Reader(settings, user, new Mind(settings, intent, 1, 1), 0);
  }

  private Item item(String id, double appeal, double value) {
    return new Item(new ItemId(id), 0, user.taste(), appeal, value, 1);
  }
}
