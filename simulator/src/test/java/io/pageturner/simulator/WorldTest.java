package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.RewardWeights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private final WorldSettings settings = WorldSettings.DEFAULT.withUsers(300);
  private final World world = new World(settings, 1);

  @Test
  void theSameSeedMakesTheSameVisits() {
    World twin = new World(settings, 1);
    for (int user = 0; user < 50; user++) {
      assertThat(story(twin.visit(user, 3, START))).isEqualTo(story(world.visit(user, 3, START)));
    }
  }

  @Test
  void anotherSeedUserOrNumberMakesAnotherVisit() {
    List<Object> story = story(world.visit(7, 3, START));
    assertThat(story(new World(settings, 2).visit(7, 3, START))).isNotEqualTo(story);
    assertThat(story(world.visit(8, 3, START))).isNotEqualTo(story);
    assertThat(story(world.visit(7, 4, START))).isNotEqualTo(story);
  }

  @Test
  void visitsDoNotDisturbEachOther() {
    List<List<Object>> alone = new ArrayList<>();
    List<Visit> together = new ArrayList<>();
    List<List<Object>> interleaved = new ArrayList<>();
    for (int user = 0; user < 20; user++) {
      alone.add(story(world.visit(user, 0, START)));
      together.add(world.visit(user, 0, START));
      interleaved.add(new ArrayList<>());
    }
    while (together.stream().anyMatch(visit -> !visit.over())) {
      for (int user = 19; user >= 0; user--) {
        if (!together.get(user).over()) {
          interleaved.get(user).addAll(step(together.get(user)));
        }
      }
    }
    assertThat(interleaved).isEqualTo(alone);
  }

  @Test
  void aCopyGoesOnWithTheSameLuckAndLeavesTheOriginalAlone() {
    Visit visit = world.visit(11, 0, START);
    Visit copy = visit.copy();
    List<Object> first = story(copy);
    assertThat(visit.over()).isFalse();
    assertThat(story(visit)).isEqualTo(first);
  }

  @Test
  void everyItemHasAnEmbeddingThatTellsItsCategory() {
    Map<ItemId, float[]> embeddings = world.embeddings();
    List<Item> items = world.catalogue().items();
    assertThat(embeddings).hasSize(settings.catalogue().items());
    assertThat(embeddings.values()).allSatisfy(floats -> assertThat(floats).hasSize(32));
    assertThat(meanDistance(embeddings, items, true))
        .isLessThan(0.8 * meanDistance(embeddings, items, false));
  }

  @Test
  void appealAndValueConflict() {
    List<Item> items = world.catalogue().items();
    double product = items.stream().mapToDouble(i -> i.appeal() * i.value()).average().orElse(0);
    assertThat(product).isCloseTo(-settings.catalogue().conflict(), within(0.1));
  }

  @Test
  void scoresAreRoughlyCalibratedForAnAverageRanking() {
    double score = 0;
    double clicks = 0;
    for (int user = 0; user < 300; user++) {
      for (int number = 0; number < 10; number++) {
        Visit visit = world.visit(user, number, START);
        while (!visit.over()) {
          PageRequest request = visit.request();
          List<Candidate> first = request.candidates().subList(0, request.limit());
          score += first.stream().mapToDouble(Candidate::click).sum();
          clicks += visit.show(first.stream().map(Candidate::item).toList()).clicks();
        }
      }
    }
    assertThat(score / clicks).isBetween(0.6, 1.6);
  }

  @Test
  void usersComeBackSoonerAfterAnOrder() {
    Duration ordered = Duration.ZERO;
    Duration nothing = Duration.ZERO;
    int orders = 0;
    int empty = 0;
    for (int i = 0; i < 3_000; i++) {
      Visit visit = world.visit(i % 300, i / 300, START);
      double reward = 0;
      while (!visit.over()) {
        reward += visit.show(ranking(visit)).reward(RewardWeights.DEFAULT);
      }
      if (reward > 5) {
        ordered = ordered.plus(visit.away());
        orders++;
      } else if (reward < 0) {
        nothing = nothing.plus(visit.away());
        empty++;
      }
    }
    assertThat(ordered.dividedBy(orders)).isLessThan(nothing.dividedBy(empty));
  }

  @Test
  void namesWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.visit(300, 0, START))
        .withMessage("user index must be in [0, 300), was 300");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.catalogue().item(new ItemId("x")))
        .withMessage("item x is not in the catalogue");
  }

  private static double meanDistance(
      Map<ItemId, float[]> embeddings, List<Item> items, boolean sameCategory) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < i; j++) {
        if ((items.get(i).category() == items.get(j).category()) == sameCategory) {
          sum += distance(embeddings.get(items.get(i).id()), embeddings.get(items.get(j).id()));
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  private static double distance(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (left[i] - right[i]) * (left[i] - right[i]);
    }
    return Math.sqrt(sum);
  }

  private List<Object> story(Visit visit) {
    List<Object> story = new ArrayList<>();
    while (!visit.over()) {
      story.addAll(step(visit));
    }
    return story;
  }

  private List<Object> step(Visit visit) {
    return List.of(visit.request(), visit.show(ranking(visit)));
  }

  private List<ItemId> ranking(Visit visit) {
    return FusionRanker.constant(settings.theta(), 1).rank(visit.request());
  }
}
