package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pageturner.domain.ItemId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of every request and outcome, whatever is shown. */
class VisitPropertiesTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final int MOST_PAGES = 1_000;

  private final World world = new World(WorldSettings.DEFAULT.withUsers(100), 3);

  @Property(tries = 150)
  void requestsAndOutcomesAreWellFormed(
      @ForAll @IntRange(max = 99) int user, @ForAll @IntRange(max = 500) int number) {
    Visit visit = world.visit(user, number, START);
    Random shuffling = new Random(number);
    int pages = 0;
    while (!visit.over()) {
      PageRequest request = visit.request();
      assertThat(visit.request()).isSameAs(request);
      assertThat(request.pageIndex()).isEqualTo(pages++);
      assertThat(pages).isLessThan(MOST_PAGES);
      candidatesAreWellFormed(request);
      List<ItemId> page = shuffled(request, shuffling);
      PageOutcome outcome = visit.show(page);
      outcomeIsWellFormed(page, outcome);
      assertThat(visit.over()).isEqualTo(outcome.left());
      assertThat(visit.now()).isEqualTo(request.time().plus(outcome.turn()));
    }
    assertThatIllegalStateException().isThrownBy(visit::request);
    assertThat(visit.away()).isPositive();
  }

  private static List<ItemId> shuffled(PageRequest request, Random random) {
    List<ItemId> items =
        new ArrayList<>(request.candidates().stream().map(Candidate::item).toList());
    Collections.shuffle(items, random);
    return items.subList(0, 1 + random.nextInt(request.limit()));
  }

  private void candidatesAreWellFormed(PageRequest request) {
    assertThat(request.candidates()).hasSize(world.settings().candidates());
    assertThat(request.candidates().stream().map(Candidate::item)).doesNotHaveDuplicates();
    for (Candidate candidate : request.candidates()) {
      assertThat(candidate.click()).isBetween(0.0, 1.0);
      assertThat(candidate.order()).isBetween(0.0, 1.0);
      assertThat(candidate.price()).isPositive();
    }
    PageRequest.Context context = request.context();
    assertThat(context.distance()).isPositive();
    assertThat(context.queryWords()).isBetween(context.entry() == Entry.SEARCH ? 1 : 0, 5);
    assertThat(context.lastPageClicks()).isBetween(0, request.limit());
  }

  /** Each score has noise of its own, so that only without any an order is never likelier. */
  @Property(tries = 50)
  void scoresWithoutNoiseSayThatOnlyWhatIsClickedIsOrdered(
      @ForAll @IntRange(max = 99) int user, @ForAll @IntRange(max = 500) int number) {
    World exact = new World(withoutNoise(WorldSettings.DEFAULT.withUsers(100)), 3);
    for (Candidate candidate : exact.visit(user, number, START).request().candidates()) {
      assertThat(candidate.order()).isBetween(0.0, candidate.click());
    }
  }

  private static WorldSettings withoutNoise(WorldSettings noisy) {
    ScoreSettings scores = noisy.scores();
    return new WorldSettings(
        noisy.users(),
        noisy.catalogue(),
        noisy.candidates(),
        noisy.pageSize(),
        noisy.theta(),
        new ScoreSettings(
            0, scores.tasteBlur(), scores.browsing(), scores.comparing(), scores.buying()),
        noisy.attention(),
        noisy.appetites(),
        noisy.entrances(),
        noisy.patience(),
        noisy.journey(),
        noisy.rhythm());
  }

  private static void outcomeIsWellFormed(List<ItemId> page, PageOutcome outcome) {
    Set<ItemId> clicked = new HashSet<>();
    Duration last = Duration.ZERO;
    for (Reaction reaction : outcome.reactions()) {
      assertThat(page).contains(reaction.item());
      assertThat(reaction.at()).isGreaterThanOrEqualTo(last);
      last = reaction.at();
      if (reaction instanceof Reaction.Clicked) {
        assertThat(clicked.add(reaction.item())).as("one click an item").isTrue();
      } else {
        assertThat(clicked).as("nothing without a click").contains(reaction.item());
      }
    }
    assertThat(outcome.turn()).isGreaterThanOrEqualTo(last).isPositive();
    assertThat(outcome.orders()).isLessThanOrEqualTo(1);
    assertThat(outcome.clicks()).isEqualTo(clicked.size());
  }

  @Property(tries = 20)
  void onlyCandidatesAreShownEachOnceAndNotTooMany(@ForAll @IntRange(max = 99) int user) {
    Visit visit = world.visit(user, 0, START);
    List<ItemId> all = visit.request().candidates().stream().map(Candidate::item).toList();
    assertThatIllegalArgumentException().isThrownBy(() -> visit.show(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> visit.show(all));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> visit.show(List.of(all.get(0), all.get(0))))
        .withMessageContaining("shown twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> visit.show(List.of(new ItemId("nowhere"))))
        .withMessageContaining("not a candidate");
    assertThat(visit.request().pageIndex()).isZero();
  }
}
