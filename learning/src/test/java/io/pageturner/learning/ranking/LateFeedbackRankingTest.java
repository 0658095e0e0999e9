package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.Sample;
import io.pageturner.lifecycle.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranking models on a stream in which some clicks come after their pages were joined. */
class LateFeedbackRankingTest {
  private static final double LATE = 0.5;
  private static final int ITEMS = 8;
  private static final int PAGES = 32; // A batch.

  private final LearnableFeed feed = new LearnableFeed(41);
  private final Random random = new Random(42);

  /** Pages as they were joined, and what came later. */
  private record Joined(List<JoinedPage> pages, List<LateFeedback> late, List<Double> truths) {}

  /**
   * With a share ρ of the clicks late, p / (1 + ρp) is learned of a probability p (worked out in
   * {@link RankingModels#update}), and (1 − ρ)·p when they are not learned from.
   */
  @Test
  void lateClicksAreLearned() {
    try (OnlineRanking with = ranking();
        OnlineRanking without = ranking()) {
      double truth = 0;
      double biased = 0;
      double clicks = 0;
      for (int round = 0; round < 400; round++) {
        Joined joined = joined();
        with.consume(joined.pages());
        with.correct(joined.late());
        without.consume(joined.pages());
        if (round >= 300) {
          truth += joined.truths().stream().mapToDouble(p -> p).sum();
          biased += joined.truths().stream().mapToDouble(p -> p / (1 + LATE * p)).sum();
        }
        clicks += joined.late().size();
      }
      with.learn();
      assertThat(with.corrected()).isEqualTo((long) clicks);
      // The figures are of the last 100 rounds, and of the labels as they are now.
      assertThat(with.report().click().predictedToObserved())
          .isCloseTo(biased / truth, within(0.03));
      assertThat(without.report().click().predictedToObserved()).isCloseTo(1, within(0.03));
      assertThat(predicted(without) / truth).isCloseTo(1 - LATE, within(0.03));
      assertThat(predicted(with) / truth).isCloseTo(biased / truth, within(0.03));
    }
  }

  private static double predicted(OnlineRanking ranking) {
    RankingReport report = ranking.report();
    return report.click().predictedToObserved() * report.click().positives();
  }

  @Test
  void aPageThatStillWaitsToBeLearnedIsLearnedAsItIsNow() {
    Joined joined = joined();
    List<JoinedPage> some = joined.pages().subList(0, PAGES - 1); // No batch yet.
    List<JoinedPage> answered = new ArrayList<>(some);
    for (LateFeedback late : joined.late()) {
      answered.replaceAll(
          page ->
              page.decision().page().equals(late.page())
                  ? page.plus((Feedback.OnItem) late.feedback())
                  : page);
    }
    try (OnlineRanking corrected = ranking();
        OnlineRanking straight = ranking()) {
      corrected.consume(some);
      corrected.correct(joined.late());
      corrected.learn();
      straight.consume(answered);
      straight.learn();
      assertThat(corrected.corrected()).isPositive();
      assertThat(weights(corrected)).isEqualTo(weights(straight));
      assertThat(corrected.report()).isEqualTo(straight.report());
    }
  }

  private static Weights weights(OnlineRanking ranking) {
    return ranking.models().checkpoint().parameters();
  }

  private Joined joined() {
    List<JoinedPage> pages = new ArrayList<>();
    List<LateFeedback> late = new ArrayList<>();
    List<Double> truths = new ArrayList<>();
    List<LearnableFeed.Known> known = feed.pages(PAGES);
    for (int from = 0; from < known.size(); from += ITEMS) {
      List<Sample> page = new ArrayList<>();
      for (LearnableFeed.Known item : known.subList(from, from + ITEMS)) {
        truths.add(item.truth().click());
        boolean comesLate = item.sample().clicked() && random.nextDouble() < LATE;
        if (comesLate) {
          late.add(TestPages.lateClick(item.sample()));
        }
        page.add(comesLate ? unclicked(item.sample()) : item.sample());
      }
      pages.add(LearnableFeed.joined(page));
    }
    return new Joined(pages, late, truths);
  }

  private static Sample unclicked(Sample sample) {
    int orders = sample.outcome().orders();
    return new Sample(sample.decision(), sample.shown(), new ItemOutcome(0, orders, Duration.ZERO));
  }

  private OnlineRanking ranking() {
    return new OnlineRanking(
        new RankingModels(LearnableFeed.CONFIG, feed.embeddings, RankingSettings.DEFAULT),
        100 * PAGES * ITEMS,
        2 * PAGES,
        (shown, feedback) -> true);
  }
}
