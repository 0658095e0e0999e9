package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Sample;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.embedding.SkipGram;
import io.pageturner.learning.embedding.SkipGramSettings;
import io.pageturner.learning.ranking.HotelSearchLog.Row;
import io.pageturner.learning.ranking.HotelSearchPages.StateAt;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rankers on real data: trained on the first 80 % of a day, tested on the rest. */
class HotelSearchRankingTest {
  private static final String FEATURES =
      """
      version: 1
      sequence: {length: 100, dimension: 16}
      page:
        - {name: page_index, kind: dense, source: page-index}
        - {name: platform, kind: id, rows: 100, dimension: 4, minCount: 20}
        - {name: city, kind: id, rows: 500, dimension: 4, minCount: 20}
        - {name: device, kind: id, rows: 5, dimension: 2}
      candidate:
        - {name: team_rank, kind: dense}
        - {name: team_reciprocal, kind: dense}
        - {name: price, kind: dense}
        - {name: price_rank, kind: dense}
        - {name: recency, kind: recency}
        - {name: touches, kind: touches}
        - {name: similarity, kind: similarity}
        - {name: item, kind: id, rows: 5000, dimension: 4, minCount: 20}
      """;

  private static final FeatureConfig CONFIG = FeatureConfigParser.parse("test", FEATURES);
  private static List<Row> rows;

  @BeforeAll
  static void data() throws IOException {
    assumeTrue(
        Files.exists(HotelSearchLog.FILE),
        () -> "skipped: " + HotelSearchLog.FILE + " is not on this machine");
    rows = HotelSearchLog.read();
  }

  @Test
  void beatsDisplayedOrderAndLastTouchedFirst() {
    RankingReport report = report(StateAt.CLICKOUT);
    System.out.println("state at clickout: " + report);
    assertThat(report.order().model())
        .isGreaterThan(report.order().displayed())
        .isGreaterThan(report.order().lastTouchedFirst());
  }

  @Test
  void beatsBothWithTheStateOfThePageToo() {
    RankingReport report = report(StateAt.PAGE);
    System.out.println("state at page: " + report);
    assertThat(report.order().model())
        .isGreaterThan(report.order().displayed())
        .isGreaterThan(report.order().lastTouchedFirst());
  }

  private static RankingReport report(StateAt stateAt) {
    List<JoinedPage> pages = HotelSearchPages.of(rows, CONFIG, stateAt);
    int cut = (int) (0.8 * pages.size());
    Instant from = pages.get(cut).joinedAt();
    RankingSettings settings = RankingSettings.DEFAULT;
    long t0 = System.nanoTime();
    ItemEmbeddings embeddings = embeddings(from);
    long t1 = System.nanoTime();
    try (RankingModels models = new RankingModels(CONFIG, embeddings, settings)) {
      List<Sample> train = samples(pages.subList(0, cut));
      List<Sample> test = samples(pages.subList(cut, pages.size()));
      for (int i = 0; i < Integer.getInteger("passes", 4); i++) {
        System.out.println(models.train(train, 1));
        System.out.println(
            (System.nanoTime() - t1) / 1e9
                + " embeddings "
                + (t1 - t0) / 1e9
                + " "
                + models.evaluate(test));
      }
      return models.evaluate(test);
    }
  }

  private static List<Sample> samples(List<JoinedPage> pages) {
    return pages.stream().flatMap(page -> page.samples().stream()).toList();
  }

  private static ItemEmbeddings embeddings(Instant before) {
    Map<String, List<ItemId>> sessions = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.time().isBefore(before) && (row.isTouch() || row.isClickout())) {
        sessions
            .computeIfAbsent(row.session(), s -> new ArrayList<>())
            .add(new ItemId(row.reference()));
      }
    }
    return SkipGram.train(
            List.copyOf(sessions.values()), new SkipGramSettings(16, 5, 5, 2, 5, 256, 0.1f, 1))
        .embeddings();
  }
}
