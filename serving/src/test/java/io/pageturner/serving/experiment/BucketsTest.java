package io.pageturner.serving.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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
  void aShareThatChangesMovesUsersBetweenThatAgentAndTheBaselineOnly() {
    double[][] rampUp = {{0.8, 0.1, 0.1}, {0.7, 0.2, 0.1}, {0.45, 0.5, 0.05}, {0.2, 0.5, 0.3}};
    for (int step = 1; step < rampUp.length; step++) {
      Buckets before = new Buckets("s", shares(rampUp[step - 1]));
      Buckets after = new Buckets("s", shares(rampUp[step]));
      boolean agentGrows = rampUp[step][1] >= rampUp[step - 1][1];
      boolean otherGrows = rampUp[step][2] >= rampUp[step - 1][2];
      for (int i = 0; i < 10_000; i++) {
        BucketName was = before.of(user(i));
        BucketName is = after.of(user(i));
        if ((was.equals(AGENT) && agentGrows) || (was.equals(OTHER) && otherGrows)) {
          assertThat(is).isEqualTo(was);
        }
        if (was.equals(AGENT)) {
          assertThat(is).isNotEqualTo(OTHER);
        }
        if (was.equals(OTHER)) {
          assertThat(is).isNotEqualTo(AGENT);
        }
      }
    }
  }

  @Test
  void aFurtherAgentTakesItsUsersFromTheBaseline() {
    Map<BucketName, Double> four = shares(0.4, 0.2, 0.2);
    four.put(new BucketName("third"), 0.2);
    Buckets before = new Buckets("s", shares(0.6, 0.2, 0.2));
    Buckets after = new Buckets("s", four);
    for (int i = 0; i < 10_000; i++) {
      if (!before.of(user(i)).isBaseline()) {
        assertThat(after.of(user(i))).isEqualTo(before.of(user(i)));
      }
    }
  }

  @Property(tries = 50)
  void whateverTheSharesBucketsGetThem(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 100) Integer> weights,
      @ForAll @IntRange(min = 1, max = 100) int baseline) {
    double total = baseline + weights.stream().mapToInt(w -> w).sum();
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    shares.put(BucketName.BASELINE, baseline / total);
    for (int k = 0; k < weights.size(); k++) {
      shares.put(new BucketName("agent-" + k), weights.get(k) / total);
    }
    int users = 20_000;
    Map<BucketName, Integer> counts = new LinkedHashMap<>();
    Buckets buckets = new Buckets("s", shares);
    for (int i = 0; i < users; i++) {
      counts.merge(buckets.of(user(i)), 1, Integer::sum);
    }
    // The users are the same each time: a wide bound, not a chance.
    shares.forEach(
        (bucket, share) ->
            assertThat(counts.getOrDefault(bucket, 0) / (double) users)
                .as("%s of %s", bucket, shares)
                .isCloseTo(
                    share, within(8 * Math.sqrt(share * (1 - share) / users) + 5.0 / users)));
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

  private static Map<BucketName, Double> shares(double... baselineAgentOther) {
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    shares.put(BucketName.BASELINE, baselineAgentOther[0]);
    shares.put(AGENT, baselineAgentOther[1]);
    shares.put(OTHER, baselineAgentOther[2]);
    return shares;
  }

  private static UserId user(int i) {
    return new UserId("user-" + i);
  }
}
