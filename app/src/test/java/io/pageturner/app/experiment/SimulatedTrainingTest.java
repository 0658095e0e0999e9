package io.pageturner.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.Policy;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.Transition;
import io.pageturner.learning.trainer.LearnerSettings;
import io.pageturner.simulator.Estimate;
import io.pageturner.simulator.World;
import io.pageturner.simulator.WorldSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The loop in process on a small population of the demo's world. */
class SimulatedTrainingTest {
  private static final int SESSIONS = 60;
  private static final FeatureYaml YAML =
      FeatureYaml.parse(
          """
          version: 1
          sequence: {length: 4, dimension: 32}
          page:
            - {name: entry, kind: id, rows: 8, dimension: 4}
            - {name: distance, kind: dense}
            - {name: lastPageClicks, kind: dense}
            - {name: clicks, kind: count, of: click, window: 1h}
          network: {pooling: mean, state: 8, hidden: 4}
          """);

  private final PageturnerConfig config =
      PageturnerConfig.load(
          Optional.empty(),
          Map.of(
              "trainer.warm-up",
              100,
              "trainer.heads-from",
              100,
              "trainer.batch",
              32,
              "trainer.samples-per-transition",
              4),
          Optional.of("demo.conf"));
  private final World world = new World(WorldSettings.DEFAULT.withUsers(30), 1);
  private final SimulatedTraining training = new SimulatedTraining(world, config, SESSIONS);
  private final Variant all = new Variant("all", YAML.config(), true);

  @Test
  void theBaselineGainsNothingOverItselfOnTheSameSessionsWithTheSameLuck() {
    Estimate gain = training.gain(all, Policy.baseline(config.feed().actions()));
    assertThat(gain.count()).isEqualTo(SESSIONS);
    assertThat(gain.mean()).isZero();
    assertThat(gain.standardError()).isZero();
  }

  @Test
  void everyPageOfASessionIsLinkedToTheNextAndTheLastOneIsTerminal() {
    List<Transition> log = training.baselineLog(all, 400);
    assertThat(log).hasSizeGreaterThanOrEqualTo(400);
    Map<SessionId, Transition> latest = new LinkedHashMap<>();
    for (Transition page : log) {
      Transition before = latest.put(page.session(), page);
      if (before == null) {
        assertThat(page.pageIndex()).isZero();
      } else {
        assertThat(page.pageIndex()).isEqualTo(before.pageIndex() + 1);
        assertThat(before.next()).contains(page.state());
      }
      assertThat(page.action().factor(0)).isEqualTo(1);
    }
    assertThat(latest.values()).allMatch(Transition::terminal);
  }

  @Test
  void aClickIsInTheStateOfTheVeryNextPage() {
    int clicked = 0;
    for (Transition page : training.baselineLog(all, 400)) {
      if (page.next().isPresent()) {
        // The client says how many clicks the page had; the user's state has counted them, too.
        double told = page.next().get().dense().get("lastPageClicks");
        double grown = page.next().get().dense().get("clicks") - page.state().dense().get("clicks");
        // Old clicks may leave the window of an hour meanwhile.
        assertThat(grown).isLessThanOrEqualTo(told);
        if (told > 0 && page.state().dense().get("clicks") == 0) {
          assertThat(grown).isEqualTo(told);
          assertThat(page.next().get().recentItems()).isNotEmpty();
          clicked++;
        }
      }
    }
    assertThat(clicked).isPositive();
  }

  @Test
  void aVariantWithoutItemsSeesNoneInAnyState() {
    Variant without = new Variant("without", YAML.config(), false);
    assertThat(training.baselineLog(without, 200))
        .allMatch(page -> page.state().recentItems().isEmpty())
        .allMatch(page -> page.next().stream().allMatch(s -> s.recentItems().isEmpty()));
    assertThat(training.baselineLog(all, 200).stream().map(without::view))
        .allMatch(page -> page.state().recentItems().isEmpty())
        .allMatch(page -> page.next().stream().allMatch(s -> s.recentItems().isEmpty()));
  }

  @Test
  void theSameSeedLearnsTheSamePolicyAndAnotherSeedAnother() {
    LearnerSettings settings = TrainingRole.learnerSettings(config);
    Estimate first = training.gain(all, training.learn(all, settings.withSeed(1), 1_500));
    Estimate again = training.gain(all, training.learn(all, settings.withSeed(1), 1_500));
    Estimate other = training.gain(all, training.learn(all, settings.withSeed(2), 1_500));
    assertThat(first.mean()).isNotZero().isCloseTo(again.mean(), within(1e-12));
    assertThat(other.mean()).isNotEqualTo(first.mean());
  }

  @Test
  void heldOutValueIsMeasuredOnTheFutureOfTheLog() {
    List<Transition> log = training.baselineLog(all, 1_000);
    HeldOutValue measure =
        new HeldOutValue(
            "V", List.of(all), log, training.embeddings(), TrainingRole.learnerSettings(config));
    Map<String, Double> figures = measure.of(all, 1);
    assertThat(figures.get("constant")).isPositive();
    assertThat(figures.get("saved"))
        .isCloseTo(1 - figures.get("error") / figures.get("constant"), within(1e-9));
  }
}
