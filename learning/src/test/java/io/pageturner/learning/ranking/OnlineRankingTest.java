package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Sample;
import io.pageturner.lifecycle.Lineage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnlineRankingTest {
  private static final RankingSettings SETTINGS = RankingSettings.DEFAULT;
  private static final int ALL = 1_000_000;

  private final LearnableFeed feed = new LearnableFeed(21);

  @Test
  void everyPageIsScoredBeforeItIsLearnedFrom() {
    List<JoinedPage> pages = feed.joined(64);
    List<ScoredSample> expected = new ArrayList<>();
    try (RankingModels models = models(SETTINGS);
        OnlineRanking ranking = ranking(SETTINGS, ALL)) {
      // By hand: 32 pages of 8 items are a batch of 256.
      for (List<JoinedPage> batch : List.of(pages.subList(0, 32), pages.subList(32, 64))) {
        List<Sample> samples = batch.stream().flatMap(p -> p.samples().stream()).toList();
        expected.addAll(models.score(samples));
        models.update(samples);
      }
      pages.forEach(page -> ranking.consume(List.of(page)));
      assertThat(ranking.report()).isEqualTo(RankingReport.of(expected));
      assertThat(ranking.pages()).isEqualTo(64);
    }
  }

  @Test
  void onePassOverTheStreamLearnsAndStaysCalibratedWithMostNegativesLeftOut() {
    try (OnlineRanking ranking = ranking(SETTINGS.withNegativeRate(0.25), 8 * 1_000)) {
      ranking.consume(feed.joined(32));
      RankingReport first = ranking.report();
      for (int i = 0; i < 150; i++) {
        ranking.consume(feed.joined(32));
      }
      RankingReport last = ranking.report(); // Of the last 1,000 pages.
      assertThat(last.samples()).isBetween(7_500, 8_000);
      assertThat(last.click().logLoss()).isLessThan(first.click().logLoss() - 0.02);
      assertThat(last.click().excessLogLoss()).isNegative();
      assertThat(last.order().excessLogLoss()).isNegative();
      assertThat(last.click().predictedToObserved()).isCloseTo(1, within(0.1));
      assertThat(last.order().predictedToObserved()).isCloseTo(1, within(0.1));
      assertThat(last.click().calibrationError()).isLessThan(0.04);
    }
  }

  @Test
  void whatMakesNoBatchYetIsLearnedWhenAskedFor() {
    try (OnlineRanking ranking = ranking(SETTINGS, ALL)) {
      ranking.consume(feed.joined(3));
      assertThat(ranking.report().samples()).isZero();
      ranking.learn();
      assertThat(ranking.report().samples()).isEqualTo(3 * 8);
    }
  }

  @Test
  void aCandidateTellsWhatItLearnedFrom() {
    try (OnlineRanking ranking = ranking(SETTINGS, ALL)) {
      ranking.consume(feed.joined(40));
      RankingReport report = ranking.report();
      ranking.published(new ModelVersion(7));
      Lineage lineage = ranking.candidate(report, Instant.EPOCH, "test").lineage();
      assertThat(lineage.transitions()).isEqualTo(40);
      assertThat(lineage.parent()).contains(new ModelVersion(7));
      assertThat(lineage.metrics())
          .containsEntry("excess_log_loss_click", report.click().excessLogLoss())
          .containsEntry("calibration_error_order", report.order().calibrationError())
          .containsEntry("negative_rate", 1.0);
    }
  }

  private OnlineRanking ranking(RankingSettings settings, int reported) {
    return new OnlineRanking(models(settings), reported, 1, (shown, feedback) -> true);
  }

  private RankingModels models(RankingSettings settings) {
    return new RankingModels(LearnableFeed.CONFIG, feed.embeddings, settings);
  }
}
