package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.UserId;
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
    UserSample users = new UserSample();
    for (int user = 0; user < 2_000; user++) {
      BucketName bucket = user % 2 == 0 ? BASELINE : AGENT;
      for (int visit = 0; visit < (user % 2 == 0 ? 1 : 10); visit++) {
        users.add(new UserId("user-" + user), bucket);
      }
    }
    assertThat(users.counts()).containsEntry(BASELINE, 1_000L).containsEntry(AGENT, 1_000L);
  }

  /** 300,000 users are 4.6 times what is kept: between a half and all of the room is used. */
  @Test
  void aSampleOfManyUsersIsBoundedAndKeepsTheirShares() {
    UserSample users = new UserSample();
    for (int user = 0; user < 300_000; user++) {
      users.add(new UserId("user-" + user), user % 4 == 0 ? BASELINE : AGENT);
    }
    long kept = users.counts().values().stream().mapToLong(Long::longValue).sum();
    assertThat(kept).isBetween(30_000L, 65_536L);
    assertThat(SampleRatio.of(users.counts(), Map.of(BASELINE, 0.25, AGENT, 0.75)).mismatch())
        .isFalse();
    assertThat(SampleRatio.of(users.counts(), HALVES).mismatch()).isTrue();
  }
}
