package io.pageturner.serving.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final int USERS = 100_000;
  private static final BucketName AGENT = new BucketName("agent");
  private static final BucketName OTHER = new BucketName("other");

  @Test
  void bucketsGetTheirShares() {
    Buckets buckets = new Buckets("s", shares(0.5, 0.3, 0.2));
    Map<BucketName, Integer> counts = count(buckets);
    assertThat(counts.get(BucketName.BASELINE) / (double) USERS).isCloseTo(0.5, within(0.006));
    assertThat(counts.get(AGENT) / (double) USERS).isCloseTo(0.3, within(0.006));
    assertThat(counts.get(OTHER) / (double) USERS).isCloseTo(0.2, within(0.006));
  }

  @Test
  void aUserStaysInItsBucket() {
    Buckets one = new Buckets("s", shares(0.5, 0.3, 0.2));
    Buckets two = new Buckets("s", shares(0.5, 0.3, 0.2));
    for (int i = 0; i < 1_000; i++) {
      assertThat(one.of(user(i))).isEqualTo(two.of(user(i)));
    }
  }

  @Test
  void anotherSaltIsAnIndependentCut() {
    Buckets one = new Buckets("s1", shares(0.5, 0.5, 0));
    Buckets two = new Buckets("s2", shares(0.5, 0.5, 0));
    int both = 0;
    for (int i = 0; i < USERS; i++) {
      both += one.of(user(i)).equals(AGENT) && two.of(user(i)).equals(AGENT) ? 1 : 0;
    }
    assertThat(both / (double) USERS).isCloseTo(0.25, within(0.006));
  }

  @Test
  void anEmptyBucketGetsNobody() {
    Map<BucketName, Integer> counts = count(new Buckets("s", shares(0.9, 0, 0.1)));
    assertThat(counts).doesNotContainKey(AGENT);
  }

  @Test
  void growingABucketFromTheLastOneMovesNobodyElse() {
    Buckets before = new Buckets("s", shares(0.5, 0.1, 0.4));
    Buckets after = new Buckets("s", shares(0.5, 0.3, 0.2));
    for (int i = 0; i < 10_000; i++) {
      if (!before.of(user(i)).equals(OTHER)) {
        assertThat(after.of(user(i))).isEqualTo(before.of(user(i)));
      }
    }
  }

  @Test
  void wrongSharesAreRefused() {
    assertThatThrownBy(() -> new Buckets("s", shares(0.5, 0.3, 0.1)))
        .hasMessageContaining("sum to 1");
    assertThatThrownBy(() -> new Buckets("s", shares(0, 0.5, 0.5)))
        .hasMessageContaining("baseline");
    assertThatThrownBy(() -> new Buckets("s", Map.of(AGENT, 1.0))).hasMessageContaining("baseline");
    assertThatThrownBy(() -> new Buckets("s", shares(0.5, 0.6, -0.1)))
        .hasMessageContaining("other");
    assertThatThrownBy(() -> new Buckets("s", shares(0.5, Double.NaN, 0.5)))
        .hasMessageContaining("agent");
  }

  private static Map<BucketName, Integer> count(Buckets buckets) {
    Map<BucketName, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < USERS; i++) {
      counts.merge(buckets.of(user(i)), 1, Integer::sum);
    }
    return counts;
  }

  private static Map<BucketName, Double> shares(double baseline, double agent, double other) {
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    shares.put(BucketName.BASELINE, baseline);
    shares.put(AGENT, agent);
    shares.put(OTHER, other);
    return shares;
  }

  private static UserId user(int i) {
    return new UserId("user-" + i);
  }
}
