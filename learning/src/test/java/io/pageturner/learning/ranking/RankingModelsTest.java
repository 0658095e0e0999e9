package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Sample;
import io.pageturner.features.Encoder;
import io.pageturner.learning.ranking.LearnableFeed.Known;
import io.pageturner.lifecycle.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingModelsTest {
  private static final RankingSettings SETTINGS = RankingSettings.DEFAULT;

  @Test
  void modelsComeNearTheTrueProbabilities() {
    LearnableFeed feed = new LearnableFeed(1);
    List<Known> heldOut = feed.pages(1_000);
    RankingReport best =
        RankingReport.of(
            heldOut.stream().map(k -> new ScoredSample(k.sample(), k.truth())).toList());
    try (RankingModels models = models(feed, SETTINGS)) {
      RankingReport untrained = models.evaluate(LearnableFeed.samples(heldOut));
      models.train(LearnableFeed.samples(feed.pages(4_000)), 6);
      RankingReport report = models.evaluate(LearnableFeed.samples(heldOut));
      assertThat(untrained.click().auc()).isBetween(0.3, 0.7);
      assertThat(report.click().auc()).isGreaterThan(best.click().auc() - 0.03);
      assertThat(report.order().auc()).isGreaterThan(best.order().auc() - 0.01);
      assertThat(report.click().logLoss()).isCloseTo(best.click().logLoss(), within(0.03));
      assertThat(report.order().logLoss()).isCloseTo(best.order().logLoss(), within(0.01));
      assertThat(report.click().calibrationError()).isLessThan(0.03);
    }
  }

  @Test
  void updatesFromTheStreamKeepLearning() {
    LearnableFeed feed = new LearnableFeed(2);
    try (RankingModels models = models(feed, SETTINGS)) {
      double first = models.update(LearnableFeed.samples(feed.pages(250))).click();
      for (int i = 0; i < 8; i++) {
        models.update(LearnableFeed.samples(feed.pages(250)));
      }
      double last = models.update(LearnableFeed.samples(feed.pages(250))).click();
      assertThat(last).isLessThan(first - 0.05);
    }
  }

  @Test
  void probabilitiesStayCalibratedWhenMostNegativesAreLeftOut() {
    LearnableFeed feed = new LearnableFeed(3);
    List<Sample> heldOut = LearnableFeed.samples(feed.pages(1_000));
    try (RankingModels models = models(feed, SETTINGS.withNegativeRate(0.2))) {
      models.train(LearnableFeed.samples(feed.pages(4_000)), 8);
      double observed = heldOut.stream().mapToInt(s -> s.clicked() ? 1 : 0).average().orElseThrow();
      double predicted =
          models.score(heldOut).stream()
              .mapToDouble(s -> s.scores().click())
              .average()
              .orElseThrow();
      assertThat(predicted).isCloseTo(observed, within(0.02));
      assertThat(models.evaluate(heldOut).click().calibrationError()).isLessThan(0.04);
    }
  }

  @Test
  void recalibratedProbabilitiesAddUpToThePositives() {
    LearnableFeed feed = new LearnableFeed(10);
    List<Sample> samples = LearnableFeed.samples(feed.pages(200));
    try (RankingModels models = models(feed, SETTINGS.withNegativeRate(0.5))) {
      models.train(samples, 1);
      models.recalibrate(samples);
      RankingReport report = models.evaluate(samples);
      assertThat(report.click().predictedToObserved()).isCloseTo(1, within(1e-4));
      assertThat(report.order().predictedToObserved()).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void equalSeedsGiveEqualModels() {
    LearnableFeed feed = new LearnableFeed(4);
    List<Sample> samples = LearnableFeed.samples(feed.pages(100));
    try (RankingModels one = models(feed, SETTINGS);
        RankingModels two = models(feed, SETTINGS);
        RankingModels other = models(feed, SETTINGS.withSeed(2))) {
      List.of(one, two, other).forEach(models -> models.train(samples, 2));
      assertThat(one.weights()).isEqualTo(two.weights()).isNotEqualTo(other.weights());
    }
  }

  @Test
  void clickAndOrderModelHaveTheSameShape() {
    LearnableFeed feed = new LearnableFeed(5);
    try (RankingModels models = models(feed, SETTINGS)) {
      List<String> names = List.copyOf(models.weights().names());
      assertThat(names)
          .contains(
              "click_embedding_category",
              "click_embedding_candidate.category",
              "click_hidden_0_kernel",
              "click_hidden_1_bias",
              "click_out_kernel",
              "click_out_bias",
              "click_wide_dense",
              "click_wide_category",
              "click_wide_candidate.category");
      List<String> clicks = names.stream().filter(n -> n.startsWith("click_")).toList();
      assertThat(names).hasSize(2 * clicks.size());
      for (String click : clicks) {
        String order = click.replaceFirst("click_", "order_");
        assertThat(models.weights().tensor(order).shape())
            .isEqualTo(models.weights().tensor(click).shape());
      }
    }
  }

  @Test
  void scoresOfAPageAreThoseOfItsSamples() {
    LearnableFeed feed = new LearnableFeed(6);
    List<Sample> samples = LearnableFeed.samples(feed.pages(50));
    try (RankingModels models = models(feed, SETTINGS)) {
      models.update(samples);
      List<Sample> page = samples.subList(0, 8);
      assertThat(models.score(page.get(0).decision().state(), List.of())).isEmpty();
      List<RankingScores> scores =
          models.score(page.get(0).decision().state(), page.get(0).decision().items());
      for (int i = 0; i < page.size(); i++) {
        RankingScores ofSample = models.score(page).get(i).scores();
        assertThat(scores.get(i).click()).isCloseTo(ofSample.click(), within(1e-6));
        assertThat(scores.get(i).order()).isCloseTo(ofSample.order(), within(1e-6));
      }
    }
  }

  @Test
  void documentedForwardPassEqualsTensorFlow() {
    LearnableFeed feed = new LearnableFeed(7);
    List<Sample> samples = LearnableFeed.samples(feed.pages(300));
    try (RankingModels models = models(feed, SETTINGS.withNegativeRate(0.5))) {
      models.train(samples, 2);
      ReferenceForward reference =
          new ReferenceForward(models.weights(), feed.embeddings, LearnableFeed.ID_FEATURES);
      Encoder encoder = models.encoder();
      for (ScoredSample scored : models.score(samples)) {
        var shown = scored.sample().shown();
        var candidate =
            encoder.encode(
                scored.sample().decision().state(), shown.item(), shown.dense(), shown.ids());
        assertThat(reference.probability("click", candidate))
            .isCloseTo(scored.scores().click(), within(1e-5));
        assertThat(reference.probability("order", candidate))
            .isCloseTo(scored.scores().order(), within(1e-5));
      }
    }
  }

  @Test
  void aRestoredModelLearnsOnLikeOneThatNeverStopped() {
    LearnableFeed feed = new LearnableFeed(8);
    List<Sample> before = LearnableFeed.samples(feed.pages(100));
    List<Sample> after = LearnableFeed.samples(feed.pages(100));
    try (RankingModels running = models(feed, SETTINGS);
        RankingModels restarted = models(feed, SETTINGS)) {
      running.update(before);
      restarted.restore(running.checkpoint());
      assertThat(restarted.weights()).isEqualTo(running.weights());
      running.update(after);
      restarted.update(after);
      assertThat(restarted.checkpoint().parameters()).isEqualTo(running.checkpoint().parameters());
    }
  }

  @Test
  void aCheckpointOfOtherNetworksIsRefusedByName() {
    LearnableFeed feed = new LearnableFeed(9);
    try (RankingModels models = models(feed, SETTINGS)) {
      RankingModels.Checkpoint empty =
          new RankingModels.Checkpoint(
              Weights.of(Map.of()), models.checkpoint().preprocessing(), 0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> models.restore(empty))
          .withMessageContaining("click_hidden_0_kernel");
    }
  }

  private static RankingModels models(LearnableFeed feed, RankingSettings settings) {
    return new RankingModels(LearnableFeed.CONFIG, feed.embeddings, settings);
  }
}
