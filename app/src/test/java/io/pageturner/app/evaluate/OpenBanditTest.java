package io.pageturner.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pageturner.evaluation.offpolicy.CrossFitting;
import io.pageturner.evaluation.offpolicy.EffectiveSampleSize;
import io.pageturner.evaluation.offpolicy.Estimator;
import io.pageturner.evaluation.offpolicy.Estimators;
import io.pageturner.evaluation.offpolicy.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The uniform policy on real logged bandit feedback, against values that others computed. */
class OpenBanditTest {
  private static final Path DATA = Path.of("../../shared/data/open-bandit");
  private static final Path BTS = DATA.resolve("bts/men.csv.gz");
  private static final Path RANDOM = DATA.resolve("random/men.csv.gz");

  @TempDir private Path directory;

  /**
   * IPS and SNIPS to ten digits as the pipeline of the data's authors has them; everything to nine
   * digits and more as NumPy computes it from the formulas in {@code docs/evaluation.md}.
   */
  @Test
  void estimatesFromTheLogOfThompsonSamplingAreExact() throws IOException {
    assumeTrue(Files.exists(BTS), "skipped: there is no open-bandit log at " + BTS);
    List<Trajectory> log = read(BTS);
    double[] expected = {
      0.003008626327256482,
      0.003189423162277403,
      0.002447595915351679,
      0.0036222318680556457,
      0.00289740909722965,
      0.003110348891286762
    };
    assertEstimates(log, 2, expected);
    assertThat(value(log, 2, 0)).isCloseTo(0.0030086263, within(1e-9));
    assertThat(value(log, 2, 1)).isCloseTo(0.0031894232, within(1e-9));
    assertThat(EffectiveSampleSize.of(log).value()).isCloseTo(655.7098495873269, within(1e-9));
  }

  /** The uniform policy logged it itself: weighing changes nothing, and the model a little. */
  @Test
  void estimatesFromTheUniformLogAreItsClickRate() throws IOException {
    assumeTrue(Files.exists(RANDOM), "skipped: there is no open-bandit log at " + RANDOM);
    double[] expected = {
      0.0046, 0.0046, 0.0046, 0.004557692143458767, 0.004565752101325716, 0.004565752101325716
    };
    assertEstimates(read(RANDOM), 10, expected);
  }

  private static List<Trajectory> read(Path log) throws IOException {
    return CrossFitting.withDiscount(1).fit(OpenBanditLog.uniform(log).sessions());
  }

  private static void assertEstimates(List<Trajectory> log, double bound, double... expected) {
    List<Estimator> estimators = Estimators.forDecisions(bound);
    assertThat(estimators).hasSameSizeAs(expected);
    for (int k = 0; k < expected.length; k++) {
      assertThat(value(log, bound, k))
          .as(estimators.get(k).name())
          .isCloseTo(expected[k], within(1e-9));
    }
  }

  private static double value(List<Trajectory> log, double bound, int estimator) {
    return Estimators.forDecisions(bound).get(estimator).contributions(log).estimate();
  }

  /** Two items, one position: ratios ½/0.25 and ½/0.75. */
  @Test
  void aSmallLogIsReadAsItStands() throws IOException {
    LoggedFeedback feedback =
        OpenBanditLog.uniform(write("0,1,1,0.25,0.5,0.1", "1,1,0,0.75,0.2,0.4"));
    assertThat(feedback.sessions()).hasSize(2);
    assertThat(feedback.singleDecisions()).isTrue();
    assertThat(feedback.sessions().get(0).get(0).ratio()).isCloseTo(2, within(1e-12));
    assertThat(feedback.sessions().get(0).get(0).features()).containsExactly(1, 0, 1, 0.5);
    assertThat(feedback.sessions().get(1).get(0).features()).containsExactly(0, 1, 1, 0.4);
    assertThat(feedback.sessions().get(0).get(0).expected()).containsExactly(0.5, 0.5, 1, 0.3);
    assertThat(feedback.onPolicy().get("the policy that logged").mean()).isEqualTo(0.5);
  }

  @Test
  void whatIsWrongIsToldWithItsPlace() throws IOException {
    Path bad = write("0,1,1,0.25,0.5,0.1", "0,1,1,0,0.5,0.1");
    assertThatThrownBy(() -> OpenBanditLog.uniform(bad))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("record 2: propensity_score must be above 0 and at most 1, was 0.0");
    Path strange = write("7,1,1,0.25,0.5,0.1");
    assertThatThrownBy(() -> OpenBanditLog.uniform(strange))
        .hasMessageContaining("record 1: item_id must be 0 to 1, was 7");
    Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> OpenBanditLog.uniform(other))
        .hasMessageContaining("is no bandit log", "found [a, b]");
    Path none = write();
    assertThatThrownBy(() -> OpenBanditLog.uniform(none)).hasMessageContaining("has no decision");
  }

  private Path write(String... rows) throws IOException {
    String header =
        "item_id,position,click,propensity_score,user-item_affinity_0,user-item_affinity_1";
    return Files.writeString(directory.resolve("log.csv"), header + "\n" + String.join("\n", rows));
  }
}
