package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeMeaningTest {
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1));

  /** The shortest window is the lowest digit: 6 is binary 110, of the last 6 h and the day. */
  @Test
  void aBinarySequenceTellsWhenTheLastOneWas() {
    Feature.Coded clicked =
        new Feature.BinarySequence("clicked", Feature.Behaviour.CLICK, WINDOWS, 2, 4);
    assertThat(clicked.meaning(7)).isEqualTo("within 1h");
    assertThat(clicked.meaning(6)).isEqualTo("1h to 6h ago");
    assertThat(clicked.meaning(4)).isEqualTo("6h to 1d ago");
    assertThat(clicked.meaning(0)).isEqualTo("none in 1d");
  }

  /** 0 + 1 · 3 + 2 · 9 = 21. */
  @Test
  void ofMoreLevelsEachWindowsCountIsTold() {
    Feature.Coded lately =
        new Feature.BinarySequence("lately", Feature.Behaviour.CLICK, WINDOWS, 3, 4);
    assertThat(lately.meaning(21)).isEqualTo("0/1/2+ in 1h/6h/1d");
  }

  @Test
  void aGapTellsItsBounds() {
    List<Duration> bounds = List.of(Duration.ofSeconds(90), Duration.ofMinutes(15));
    Feature.Coded gap = new Feature.Gap("sinceClick", Feature.Behaviour.CLICK, bounds, 4);
    assertThat(gap.meaning(0)).isEqualTo("under 90s");
    assertThat(gap.meaning(1)).isEqualTo("90s to 15m");
    assertThat(gap.meaning(2)).isEqualTo("15m or more");
  }

  @Test
  void othersTellWhatTheyAre() {
    assertThat(new Feature.Transition("changed", 2).meaning(1)).isEqualTo("changed");
    assertThat(new Feature.Transition("changed", 2).meaning(0)).isEqualTo("the same");
    assertThat(new Feature.BelowTouch("below", 6, 2).meaning(8)).isEqualTo("2 places below");
  }

  @Test
  void durationsAreWrittenAsTheyAreRead() {
    for (String text : List.of("250ms", "30s", "90s", "10m", "6h", "7d")) {
      assertThat(ShortDuration.format(ShortDuration.parse(text).orElseThrow())).isEqualTo(text);
    }
  }
}
