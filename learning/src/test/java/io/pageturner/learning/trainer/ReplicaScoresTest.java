package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.trainer.ReplicaScores.Block;
import io.pageturner.learning.trainer.ReplicaScores.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an agent changes to another replica, and when it does not. */
class ReplicaScoresTest {
  private final ReplicaScores scores = new ReplicaScores(1, 2);
  private final SplitMix64 random = new SplitMix64(4);

  private void add(double first, double second) {
    scores.add(0, new Block(100, List.of(new Score(50, 50 * first), new Score(80, 80 * second))));
  }

  /** Equal weights in every block: the means of 0, 1, …, 9 and of the same + ½ are 4.5 and 5. */
  @Test
  void theEstimateIsTheMeanOverAllPagesByTheirWeights() {
    for (int i = 0; i < 10; i++) {
      add(i, i + 0.5);
    }
    assertThat(scores.mean(0, 0)).isCloseTo(4.5, within(1e-9));
    assertThat(scores.mean(0, 1)).isCloseTo(5, within(1e-9));
  }

  /** Blocks vary by far more than the replicas differ, but both alike: their luck cancels. */
  @Test
  void aSmallAdvantageOnTheSamePagesIsEnoughWhenItIsSteady() {
    for (int i = 0; i < 12; i++) {
      add(i, i + 0.05 + 0.01 * (i % 2));
    }
    assertThat(scores.best(0)).isEqualTo(1);
  }

  /** Differences of ±1 in turn and of 0.2 in the mean, 12 of them: 0.2 is 0.7 standard errors. */
  @Test
  void aDifferenceThatMayBeNoiseChangesNothing() {
    for (int i = 0; i < 12; i++) {
      add(0, 0.2 + (i % 2 == 0 ? 1 : -1));
    }
    assertThat(scores.mean(0, 1)).isCloseTo(0.2, within(1e-9));
    assertThat(scores.best(0)).isZero();
  }

  @Test
  void fewBlocksChangeNothing() {
    for (int i = 0; i < 9; i++) {
      add(0, 1);
    }
    assertThat(scores.best(0)).isZero();
    add(0, 1);
    assertThat(scores.best(0)).isEqualTo(1);
  }

  /** As on a feed where a page comes between two looks: ten blocks are a thousand pages. */
  @Test
  void fewPagesChangeNothingInHoweverManyLooks() {
    Block page = new Block(1, List.of(new Score(1, 0), new Score(1, 1)));
    for (int i = 0; i < 900; i++) {
      scores.add(0, page);
    }
    assertThat(scores.best(0)).isZero();
    assertThat(scores.save(0).blocks()).hasSize(9);
    for (int i = 0; i < 20_000; i++) {
      scores.add(0, page);
    }
    assertThat(scores.best(0)).isEqualTo(1);
    assertThat(scores.save(0).blocks()).hasSizeBetween(100, 101);
    assertThat(scores.mean(0, 1)).isCloseTo(1, within(1e-9));
  }

  /** Ten thousand looks at equal replicas, each at the newest 10,000 pages. */
  @Test
  void betweenEqualReplicasItSeldomChanges() {
    int changes = 0;
    int before = 0;
    for (int look = 0; look < 10_000; look++) {
      add(random.nextGaussian(), random.nextGaussian());
      changes += scores.best(0) == before ? 0 : 1;
      before = scores.best(0);
    }
    assertThat(changes).as("of 10,000 looks").isLessThan(400);
  }

  @Test
  void oldPagesAreForgotten() {
    for (int i = 0; i < 200; i++) {
      add(0, 1);
    }
    assertThat(scores.best(0)).isEqualTo(1);
    for (int i = 0; i < 100; i++) { // 10,000 pages.
      add(2, 1);
    }
    assertThat(scores.mean(0, 0)).isCloseTo(2, within(1e-9));
    assertThat(scores.best(0)).isZero();
  }

  @Test
  void aReplicaOfWhichNoPageTellsAnythingIsNotChosen() {
    for (int i = 0; i < 20; i++) {
      scores.add(0, new Block(100, List.of(new Score(50, -50), new Score(0, 0))));
    }
    assertThat(scores.best(0)).isZero();
    assertThat(scores.mean(0, 1)).isZero();
  }

  @Test
  void whatIsSavedGoesOn() {
    for (int i = 0; i < 12; i++) {
      add(i % 3, i % 3 + 1);
    }
    ReplicaScores other = new ReplicaScores(1, 2);
    other.restore(0, scores.save(0));
    assertThat(other.best(0)).isEqualTo(1);
    assertThat(other.mean(0, 0)).isEqualTo(scores.mean(0, 0));
    assertThat(other.save(0)).isEqualTo(scores.save(0));
  }
}
