package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void defaultsAreTheDemos() {
    WorldSettings world = WorldSettings.DEFAULT;
    assertThat(world.users()).isEqualTo(12_000);
    assertThat(world.candidates()).isEqualTo(30);
    assertThat(world.pageSize()).isEqualTo(8);
    assertThat(world.theta()).isEqualTo(2.3);
    assertThat(world.catalogue()).isEqualTo(new CatalogueSettings(2_000, 12, 8, 0.7, 0.8, 32, 0.1));
    assertThat(world.rhythm().away()).isEqualTo(Duration.ofMinutes(100));
    assertThat(world.rhythm().longestPause()).isLessThan(Duration.ofMinutes(10));
    LoadSettings load = LoadSettings.against(URI.create("http://127.0.0.1:8080"), "r");
    assertThat(load.pagesPerSecond()).isEqualTo(300);
    assertThat(load.maxVisits()).isEqualTo(2_000);
  }

  @Test
  void tellsWhatIsWrongWithAWorld() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorldSettings.DEFAULT.withUsers(0))
        .withMessage("users must be finite and at least 1.0, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorldSettings.DEFAULT.withTheta(0))
        .withMessageContaining("theta");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoreSettings(0.1, 0.1, 0.5, 0.4, 0.2))
        .withMessageContaining("must sum to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entrance(1, 0, 0, 0, 0))
        .withMessageContaining("intents");
  }

  @Test
  void tellsWhatIsWrongWithALoad() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadSettings.against(URI.create("localhost"), "r"))
        .withMessageContaining("load.servers must be addresses such as");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadSettings.against(URI.create("http://127.0.0.1:1"), " "))
        .withMessageContaining("load.run");
  }

  @Test
  void theOraclesGridContainsTheBaseline() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OracleSettings(List.of(0.5, 2.0), 1, 1, 2))
        .withMessageContaining("must contain 1.0");
  }

  @Test
  void oddsShiftTowardsBuying() {
    Entrance even = new Entrance(1, 1, 1, 1, 0);
    assertThat(even.intent(0, 0.34)).isEqualTo(Intent.COMPARING);
    assertThat(even.intent(0, 0.32)).isEqualTo(Intent.BROWSING);
    assertThat(even.intent(4, 0.32)).isEqualTo(Intent.BUYING);
  }
}
