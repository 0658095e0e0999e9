package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.Sample;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingReportTest {
  private static final ItemOutcome NOTHING = ItemOutcome.NOTHING;

  @Test
  void reciprocalRanksCompareTheModelWithTheReferences() {
    List<ScoredSample> scored = new ArrayList<>();
    // The user touched d, then c, then a: last touched first is a, c, d, b. Ordered is c.
    scored.addAll(
        page(
            "p1",
            new State(TestPages.items("c", "d", "c", "a"), Map.of(), Map.of()),
            List.of("a", "b", "c", "d"),
            List.of(NOTHING, NOTHING, TestPages.ORDER, TestPages.CLICK),
            new double[] {0.1, 0.2, 0.9, 0.3}));
    // Nothing touched: last touched first is the displayed order. Clicked is the second of two.
    scored.addAll(
        page(
            "p2",
            State.EMPTY,
            List.of("x", "y"),
            List.of(NOTHING, TestPages.CLICK),
            new double[] {0.5, 0.5}));
    // No answer: in the point-wise figures, not in the ranks.
    scored.addAll(page("p3", State.EMPTY, List.of("z"), List.of(NOTHING), new double[] {0.7}));

    RankingReport report = RankingReport.of(scored);
    assertThat(report.samples()).isEqualTo(7);
    assertThat(report.pages()).isEqualTo(3);
    assertThat(report.order().positives()).isEqualTo(1);
    assertThat(report.order().answeredPages()).isEqualTo(1);
    assertThat(report.order().model()).isEqualTo(1.0);
    assertThat(report.order().displayed()).isEqualTo(1.0 / 3);
    assertThat(report.order().lastTouchedFirst()).isEqualTo(1.0 / 2);
    assertThat(report.click().positives()).isEqualTo(3);
    assertThat(report.click().answeredPages()).isEqualTo(2);
    // A tie of the model is broken by the displayed order, so y is second.
    assertThat(report.click().model()).isEqualTo((1 + 1.0 / 2) / 2);
    assertThat(report.click().displayed()).isEqualTo((1.0 / 3 + 1.0 / 2) / 2, within(1e-12));
    assertThat(report.click().lastTouchedFirst()).isEqualTo((1.0 / 2 + 1.0 / 2) / 2);
  }

  @Test
  void noSampleGivesNoFigure() {
    RankingReport report = RankingReport.of(List.of());
    assertThat(report.samples()).isZero();
    assertThat(report.click().logLoss()).isNaN();
    assertThat(report.click().auc()).isNaN();
    assertThat(report.click().calibrationError()).isNaN();
    assertThat(report.click().model()).isNaN();
  }

  @Test
  void reportNamesEveryFigure() {
    assertThat(RankingReport.of(List.of()).toString())
        .contains("0 samples", "log loss", "AUC", "calibration error", "last touched first");
  }

  private static List<ScoredSample> page(
      String name, State state, List<String> items, List<ItemOutcome> outcomes, double[] scores) {
    Decision decision =
        TestPages.decision(
            name, state, ShownItem.inOrder(TestPages.items(items.toArray(String[]::new))));
    List<Sample> samples = TestPages.samples(decision, outcomes);
    List<ScoredSample> scored = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      scored.add(new ScoredSample(samples.get(i), new RankingScores(scores[i], scores[i])));
    }
    return scored;
  }
}
