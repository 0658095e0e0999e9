package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pageturner.features.FeatureConfigException;
import io.pageturner.features.FeatureConfigParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankerShapeTest {
  @Test
  void sizesFollowFromTheConfiguration() {
    RankerShape shape = RankerShape.of(LearnableFeed.CONFIG, List.of(64, 32));
    // 4 of the item embedding, load, price and touches, 2 + 3 of the two categories.
    assertThat(shape.deepInput()).isEqualTo(4 + 3 + 2 + 3);
    assertThat(shape.weights().get("hidden_0_kernel")).containsExactly(12, 64);
    assertThat(shape.weights().get("hidden_1_kernel")).containsExactly(64, 32);
    assertThat(shape.weights().get("out_kernel")).containsExactly(32, 1);
    assertThat(shape.weights().get("wide_dense")).containsExactly(3);
    assertThat(shape.weights().get("embedding_candidate.category")).containsExactly(8, 3);
    assertThat(shape.weights().get("wide_candidate.category")).containsExactly(8);
  }

  @Test
  void anIdFeatureWhoseWeightsWouldBeCalledLikeOthersIsRefused() {
    assertThatExceptionOfType(FeatureConfigException.class)
        .isThrownBy(
            () ->
                FeatureConfigParser.parse(
                    "test", "version: 1\npage: [{name: dense, kind: id, rows: 5}]"))
        .withMessageContaining("'dense'")
        .withMessageContaining("wide part");
  }

  @Test
  void modelsWithoutAnyFeatureRankByTheItemEmbeddingAlone() {
    var config = FeatureConfigParser.parse("test", "version: 1\nsequence: {dimension: 4}");
    LearnableFeed feed = new LearnableFeed(1);
    try (RankingModels models =
        new RankingModels(config, feed.embeddings, RankingSettings.DEFAULT)) {
      var samples = LearnableFeed.samples(feed.pages(50));
      assertThat(models.train(samples, 2).click()).isPositive();
      assertThat(models.score(samples)).hasSameSizeAs(samples);
    }
  }
}
