package io.pageturner.learning.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An environment of two functions: a walk on the integers that chance pushes to and fro. */
class MarkovEnvironmentTest {
  private final Environment<Integer> walk =
      Environment.of(
          new Space.Discrete(2),
          random -> Observation.of(random.nextInt(10), 7),
          (seen, action, random) -> {
            float at = seen.state()[0] + (action == 0 ? -1 : 1) + random.nextInt(2);
            return Step.to(Observation.of(at, 7), at);
          });

  @Test
  void itsSizeIsThatOfWhatItBeginsWith() {
    assertThat(walk.stateSize()).isEqualTo(2);
    assertThat(walk.actions()).isEqualTo(new Space.Discrete(2));
  }

  @Test
  void aStepBeginsWhereTheLastOneEnded() {
    float at = walk.reset(new SplittableRandom(3)).state()[0];
    for (int i = 0; i < 20; i++) {
      Step step = walk.step(1);
      assertThat(step.next().state()[0] - at).isIn(1f, 2f);
      assertThat(step.done()).isFalse();
      at = step.next().state()[0];
    }
  }

  @Test
  void theSameSeedAndActionsGiveTheSameEpisode() {
    assertThat(episode(5)).isEqualTo(episode(5)).isNotEqualTo(episode(6));
  }

  @Test
  void itIsResetBeforeItsFirstStepAndTruncatedAtItsLimit() {
    assertThatIllegalStateException()
        .isThrownBy(() -> walk.step(0))
        .withMessageContaining("reset before its first step");
    Environment<Integer> short3 = walk.limited(3);
    short3.reset(new SplittableRandom(1));
    assertThat(short3.step(0).done()).isFalse();
    assertThat(short3.step(0).done()).isFalse();
    Step last = short3.step(0);
    assertThat(last.truncated()).isTrue();
    assertThat(last.terminated()).isFalse();
  }

  private String episode(long seed) {
    StringBuilder told = new StringBuilder();
    told.append(walk.reset(new SplittableRandom(seed)).state()[0]);
    for (int i = 0; i < 10; i++) {
      told.append(' ').append(walk.step(i % 2).reward());
    }
    return told.toString();
  }
}
