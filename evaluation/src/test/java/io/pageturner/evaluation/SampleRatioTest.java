package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleRatioTest {
  private static final BucketName BASELINE = BucketName.BASELINE;
  private static final BucketName AGENT = new BucketName("agent");
  private static final BucketName OTHER = new BucketName("other");
  private static final Map<BucketName, Double> HALVES = Map.of(BASELINE, 0.5, AGENT, 0.5);

  /** χ² = 16 and 3.088889; p-values from SciPy's chisquare. */
  @Test
  void pValueIsThatOfPearsonsTest() {
    SampleRatio lost = SampleRatio.of(Map.of(BASELINE, 5_200L, AGENT, 4_800L), HALVES);
    assertThat(lost.pValue()).isCloseTo(6.334248366623988e-05, within(1e-12));
    assertThat(lost.mismatch()).isTrue();
    SampleRatio kept =
        SampleRatio.of(
            Map.of(BASELINE, 510L, AGENT, 430L, OTHER, 60L),
            Map.of(BASELINE, 0.5, AGENT, 0.45, OTHER, 0.05));
    assertThat(kept.pValue()).isCloseTo(0.21343041074263458, within(1e-12));
    assertThat(kept.mismatch()).isFalse();
  }

  @Test
  void aUserInAClosedBucketIsAMismatch() {
    assertThat(SampleRatio.of(Map.of(BASELINE, 50L, AGENT, 50L, OTHER, 1L), HALVES).mismatch())
        .isTrue();
    Map<BucketName, Double> closed = Map.of(BASELINE, 0.5, AGENT, 0.5, OTHER, 0.0);
    assertThat(SampleRatio.of(Map.of(BASELINE, 50L, AGENT, 50L, OTHER, 1L), closed).mismatch())
        .isTrue();
    assertThat(SampleRatio.of(Map.of(BASELINE, 50L, AGENT, 50L), closed).pValue()).isEqualTo(1);
  }

  @Test
  void nothingIsToldBeforeTheFirstUserAndOfASingleBucket() {
    assertThat(SampleRatio.of(Map.of(), HALVES).pValue()).isEqualTo(1);
    assertThat(SampleRatio.of(Map.of(BASELINE, 9L), Map.of(BASELINE, 1.0)).pValue()).isEqualTo(1);
  }

  /** One bucket's users come ten times as often: as users they still count once. */
  @Test
  void usersCountOnceHoweverOftenTheyCome() {
    BucketStatistics statistics = new BucketStatistics();
    for (int user = 0; user < 2_000; user++) {
      BucketName bucket = user % 2 == 0 ? BASELINE : AGENT;
      for (int visit = 0; visit < (user % 2 == 0 ? 1 : 10); visit++) {
        statistics.add(session(user, bucket));
      }
    }
    assertThat(statistics.snapshot().sampleRatio(HALVES).pValue()).isEqualTo(1);
  }

  /** 300,000 users are 4.6 times what is kept. */
  @Test
  void aSampleOfManyUsersKeepsTheirShares() {
    BucketStatistics statistics = new BucketStatistics();
    for (int user = 0; user < 300_000; user++) {
      statistics.add(session(user, user % 4 == 0 ? BASELINE : AGENT));
    }
    ExperimentSnapshot snapshot = statistics.snapshot();
    assertThat(snapshot.sampleRatio(Map.of(BASELINE, 0.25, AGENT, 0.75)).mismatch()).isFalse();
    assertThat(snapshot.sampleRatio(HALVES).mismatch()).isTrue();
  }

  private static Episode session(int user, BucketName bucket) {
    return Sessions.session("user-" + user, bucket, Sessions.MONDAY, Sessions.page(0, 0, 0, 0));
  }
}
