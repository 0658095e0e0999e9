package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.RewardWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

class OracleTest {
  private static final HiddenState BROWSING = new HiddenState(Intent.BROWSING, 1, false);
  private static final HiddenState BUYING = new HiddenState(Intent.BUYING, 2, true);

  @Test
  void thePageAtHandAndTheRestAreWeighedApart() {
    ActionValues values = new ActionValues(List.of(0.5, 1.0, 2.0));
    values.of(BROWSING).get(0).add(1, 9);
    values.of(BROWSING).get(0).add(2, 9);
    values.of(BROWSING).get(1).add(2, 8);
    values.of(BROWSING).get(2).add(3, 5);
    assertThat(values.of(BROWSING).get(0).page()).isEqualTo(1.5);
    assertThat(values.of(BROWSING).get(0).count()).isEqualTo(2);
    assertThat(values.greedy(ActionValues.Tally::rest).action(BROWSING)).isEqualTo(0.5);
    assertThat(values.greedy(ActionValues.Tally::page).action(BROWSING)).isEqualTo(2.0);
    assertThat(values.greedy(ActionValues.Tally::page).action(BUYING)).as("unseen").isEqualTo(1);
  }

  @Test
  void findsTheSameGainsAgain() {
    World world = new World(WorldSettings.DEFAULT.withUsers(500), 4);
    OracleSettings settings = new OracleSettings(List.of(0.25, 1.0, 4.0), 100, 2, 200);
    Gains first = new Oracle(world, settings, RewardWeights.DEFAULT).gains();
    Gains second = new Oracle(world, settings, RewardWeights.DEFAULT).gains();
    assertThat(second).isEqualTo(first);
    assertThat(first.constants().get(1.0)).isEqualTo(first.neutral());
    assertThat(first.share(first.oracle().gain().mean())).isEqualTo(1);
    assertThat(first.toString()).contains("a = 0.25", "myopic", "oracle");
  }

  @Test
  void rewardWeightsChangeWhatIsBest() {
    World world = new World(WorldSettings.DEFAULT.withUsers(500), 4);
    OracleSettings settings = new OracleSettings(List.of(0.25, 1.0, 4.0), 50, 1, 2_000);
    RewardWeights clicksOnly = new RewardWeights(1, 0, 0, 0, 0, 0);
    assertThat(new Oracle(world, settings, clicksOnly).gains().bestConstant()).isLessThan(1.1);
    RewardWeights ordersOnly = new RewardWeights(0, 1, 0, 0, 0, 0);
    Gains.Line show = new Oracle(world, settings, ordersOnly).gains().constants().get(0.25);
    assertThat(show.gain().high()).isNegative();
  }
}
