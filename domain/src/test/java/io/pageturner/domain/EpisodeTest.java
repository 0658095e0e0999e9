package io.pageturner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  @Test
  void theReturnDiscountsLaterPages() {
    // 1 + 0.5·2 + 0.25·4 = 3
    assertThat(episode(1, 2, 4).discountedReturn(0.5)).isCloseTo(3, within(1e-12));
    assertThat(episode(1, 2, 4).reward()).isEqualTo(7);
  }

  @Test
  void aTransitionWithoutANextStateIsTerminal() {
    Experience last = new Experience(Pages.joined(true, ItemOutcome.NOTHING), -1);
    assertThat(Transition.of(last, Optional.empty()).terminal()).isTrue();
    assertThat(Transition.of(last, Optional.of(State.EMPTY)).terminal()).isFalse();
  }

  private static Episode episode(double... rewards) {
    List<Episode.Page> pages =
        DoubleStream.of(rewards)
            .mapToObj(
                r ->
                    new Episode.Page(
                        new PageId("p" + r),
                        Pages.NOON,
                        ModelVersion.NONE,
                        Action.of(1),
                        0,
                        0,
                        0,
                        r))
            .toList();
    return new Episode(
        new UserId("u"),
        new SessionId("s"),
        BucketName.BASELINE,
        pages,
        Episode.End.LEAVE,
        Pages.NOON,
        "");
  }
}
