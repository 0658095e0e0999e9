package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ItemId;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MindTest {
  private static final int USERS = 20_000;
  private static final double ENDLESS_PATIENCE = 100;

  private final WorldSettings settings = WorldSettings.DEFAULT;
  private final JourneySettings journey = settings.journey();
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void excitementCarriesUsersOn() {
    // Appeal 0 counts one half: 1 − e^(−rate/2).
    List<Item> plain = List.of(item(0));
    assertThat(share(Intent.BROWSING, plain, mind -> mind.intent() == Intent.COMPARING))
        .isCloseTo(1 - Math.exp(-journey.inspire() / 2), within(0.01));
    assertThat(share(Intent.COMPARING, plain, mind -> mind.intent() == Intent.BUYING))
        .isCloseTo(1 - Math.exp(-journey.decide() / 2), within(0.01));
  }

  @Test
  void whatDoesNotExciteCarriesNobodyOn() {
    assertThat(share(Intent.BROWSING, List.of(item(-1)), mind -> mind.intent() == Intent.BROWSING))
        .isEqualTo(1);
  }

  @Test
  void emptyPagesCoolUsersDown() {
    assertThat(share(Intent.BUYING, List.of(), mind -> mind.intent() == Intent.COMPARING))
        .isCloseTo(journey.cool(), within(0.01));
    assertThat(share(Intent.COMPARING, List.of(), mind -> mind.intent() == Intent.BROWSING))
        .isCloseTo(journey.cool(), within(0.01));
  }

  @Test
  void theLastOpenedItemBecomesTheFocus() {
    assertThat(share(Intent.BUYING, List.of(item(0), item(0)), mind -> mind.focus() == 5))
        .isEqualTo(1);
  }

  @Test
  void anEmptyPageCostsMoreThanOneWithClicksAndMostThoseInAHurry() {
    assertThat(patienceAfter(Intent.BROWSING, List.of())).isCloseTo(98.8, within(1e-9));
    assertThat(patienceAfter(Intent.BUYING, List.of())).isCloseTo(98.2, within(1e-9));
    assertThat(patienceAfter(Intent.BROWSING, List.of(item(0)))).isCloseTo(100.3, within(1e-9));
    assertThat(patienceAfter(Intent.BROWSING, Collections.nCopies(3, item(0))))
        .as("at most two clicks count")
        .isCloseTo(100.8, within(1e-9));
  }

  @Test
  void usersWithoutPatienceLeave() {
    assertThat(leaving(Intent.BROWSING, -3, false)).isGreaterThan(0.99);
    assertThat(leaving(Intent.BROWSING, 1.2, false)).isCloseTo(0.5, within(0.02));
    assertThat(leaving(Intent.BROWSING, 5, false)).isLessThan(0.01);
  }

  @Test
  void anOrderEndsTheSessionMoreOftenForThoseWhoWereNotBuying() {
    assertThat(leaving(Intent.BUYING, 1, true)).isCloseTo(journey.basketDone(), within(0.01));
    assertThat(leaving(Intent.BROWSING, 1, true)).isCloseTo(journey.impulseDone(), within(0.01));
  }

  private double share(Intent intent, List<Item> opened, Predicate<Mind> condition) {
    int met = 0;
    for (int i = 0; i < USERS; i++) {
      Mind mind = new Mind(settings, intent, ENDLESS_PATIENCE, 0);
      mind.takeIn(opened, false, random);
      met += condition.test(mind) ? 1 : 0;
    }
    return (double) met / USERS;
  }

  private double patienceAfter(Intent intent, List<Item> opened) {
    Mind mind = new Mind(settings, intent, ENDLESS_PATIENCE, 0);
    mind.takeIn(opened, false, random);
    return mind.patience();
  }

  private double leaving(Intent intent, double patience, boolean ordered) {
    int left = 0;
    for (int i = 0; i < USERS; i++) {
      Mind mind = new Mind(settings, intent, patience, 0);
      List<Item> opened = ordered ? List.of(item(0)) : List.of();
      left += mind.takeIn(opened, ordered, random) ? 1 : 0;
    }
    return (double) left / USERS;
  }

  private static Item item(double appeal) {
    return new Item(new ItemId("i"), 5, new float[] {1}, appeal, 0, 1);
  }
}
