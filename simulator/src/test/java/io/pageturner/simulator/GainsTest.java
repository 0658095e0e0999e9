package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.RewardWeights;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the demo's world promises to those who learn in it; the numbers were its tuning's aims. */
class GainsTest {
  private static final int SESSIONS = 8_000;
  private static final Instant OPENING = Instant.parse("2026-01-05T10:00:00Z");

  private static final World world = new World(WorldSettings.DEFAULT, 1);
  private static HiddenPolicy myopic;
  private static HiddenPolicy best;
  private static Gains gains;

  @BeforeAll
  static void findsGains() {
    OracleSettings settings = new OracleSettings(OracleSettings.DEFAULT.grid(), 5_000, 3, SESSIONS);
    Oracle oracle = new Oracle(world, settings, RewardWeights.DEFAULT);
    myopic = oracle.myopic();
    best = oracle.farSighted();
    gains = oracle.measure(myopic, best);
    System.out.println(gains);
  }

  @Test
  void aQuarterToSixtyPercentCanBeGainedOverTheTeamsRanking() {
    double neutral = gains.neutral().reward().mean();
    assertThat(gains.oracle().gain().low() / neutral).isGreaterThan(0.25);
    assertThat(gains.oracle().gain().high() / neutral).isLessThan(0.6);
  }

  @Test
  void theTeamHasTunedThetaSoThatNoConstantGainsMuch() {
    Gains.Line best = gains.constants().get(gains.bestConstant());
    assertThat(best.gain().mean()).isNotNegative();
    assertThat(gains.share(best.gain().mean())).isLessThan(0.25);
  }

  @Test
  void ignoringTheFutureCosts() {
    assertThat(gains.myopic().reward().high()).isLessThan(gains.oracle().reward().low());
    assertThat(gains.share(gains.myopic().gain().mean())).isLessThan(0.75);
  }

  @Test
  void whoComparesIsWorthShowingShowThoughValueSellsNow() {
    HiddenState comparing = new HiddenState(Intent.COMPARING, 1, true);
    assertThat(myopic.action(comparing)).isGreaterThan(1);
    assertThat(best.action(comparing)).isLessThan(1);
  }

  @Test
  void theBestActionDependsOnTheIntent() {
    assertThat(best.action(new HiddenState(Intent.BROWSING, 1, false))).isLessThan(1);
    assertThat(best.action(new HiddenState(Intent.BUYING, 1, true))).isGreaterThan(1);
  }

  @Test
  void aLinearLearnerThatSeesOnlyWhatServingSeesReachesHalfOfTheOraclesGain() {
    InProcessFeed feed = new InProcessFeed(world, RewardWeights.DEFAULT, OPENING);
    LinearQ q = learn(feed, 40_000, 0.9);
    Estimate learned = InProcessFeed.reward(feed.run(new ObservingRanker(world, q::best), 12_000));
    Estimate neutral = InProcessFeed.reward(feed.run(constant(1), 12_000));

    double gain = learned.mean() - neutral.mean();
    System.out.printf("linear learner: %s, a = 1: %s%n", learned, neutral);
    assertThat(gains.share(gain)).isGreaterThan(0.45);
  }

  @Test
  void halfOfTheOraclesGainShowsWithinThreeThousandSessionsAnArm() {
    double deviation = gains.oracle().reward().standardError() * Math.sqrt(SESSIONS);
    double half = gains.oracle().gain().mean() / 2;
    // The 95 % interval of a difference of two means of n sessions is ± 1.96·sd·√(2/n).
    double sessions = 2 * Math.pow(1.96 * deviation / half, 2);
    assertThat(sessions).isLessThan(3_000);
  }

  private static FusionRanker constant(double a) {
    return FusionRanker.constant(world.settings().theta(), a);
  }

  private static LinearQ learn(InProcessFeed feed, int pages, double discount) {
    SplittableRandom random = new SplittableRandom(5);
    ObservingRanker exploring = new ObservingRanker(world, x -> random.nextDouble(-1, 1));
    feed.run(exploring, pages * 2 / 5);
    List<LinearQ.Logged> log = exploring.log();
    LinearQ q = new LinearQ(new Observed(world).size());
    q.fit(log.subList(0, Math.min(pages, log.size())), discount, 12);
    return q;
  }
}
