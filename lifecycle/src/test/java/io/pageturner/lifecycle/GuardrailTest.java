package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.NOON;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardrailTest {
  private static final BucketName AGENT = new BucketName("agent");
  private static final GuardrailSettings SETTINGS =
      new GuardrailSettings(0.95, 0.2, Duration.ofMinutes(10), Duration.ofHours(6), 0.01, 100);

  @TempDir Path root;
  private final Random random = new Random(3);
  private Instant now = NOON;
  private String weights = "";
  private VersionController controller;
  private Guardrail guardrail;

  @BeforeEach
  void start() throws IOException {
    InstantSource clock = () -> now;
    controller =
        new VersionController(new BundleStore(root), NAME, List.of(), Launch.CANARY, true, clock);
    controller.submit(candidate(1));
    guardrail = new Guardrail(controller, AGENT, SETTINGS, clock);
    guardrail.check();
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aHarmfulVersionOnTrialIsTakenBack() throws IOException {
    tryOut();
    sessions(800, AGENT, 1, 1.0);
    sessions(800, AGENT, 2, 0.5);
    guardrail.check();
    assertThat(controller.canary()).isEmpty();
    assertThat(controller.live()).contains(version(1));
    assertThat(last().change()).isEqualTo(Change.WITHDRAWN);
    assertThat(last().who()).isEqualTo("guardrail");
    assertThat(last().why()).contains("less reward per page than version 1: -0.");
  }

  @Test
  void aHarmlessOneIsPromotedAfterItsTrialAndNotBefore() throws IOException {
    tryOut();
    sessions(3_000, AGENT, 1, 1.0);
    sessions(3_000, AGENT, 2, 1.0);
    guardrail.check();
    assertThat(controller.canary()).contains(version(2));
    now = now.plus(Duration.ofMinutes(10));
    guardrail.check();
    assertThat(controller.live()).contains(version(2));
    assertThat(last().why()).contains("harmless on trial against version 1");
  }

  @Test
  void oneThatCannotBeToldHarmlessIsTakenBackAtTheEnd() throws IOException {
    tryOut();
    sessions(20, AGENT, 1, 1.0);
    sessions(20, AGENT, 2, 1.0);
    now = now.plus(Duration.ofHours(6));
    guardrail.check();
    assertThat(controller.canary()).contains(version(2));
    now = now.plusMillis(1);
    guardrail.check();
    assertThat(controller.canary()).isEmpty();
    assertThat(last().why()).contains("not told harmless within PT6H");
  }

  @Test
  void oneThatFailsToAnswerIsTakenBackWithoutWaitingForSessions() throws IOException {
    tryOut();
    for (int i = 0; i < 97; i++) {
      guardrail.answered(version(2));
    }
    guardrail.failed(version(2));
    guardrail.failed(version(2));
    guardrail.check();
    assertThat(controller.canary()).as("99 pages are too few").contains(version(2));
    guardrail.answered(version(2));
    guardrail.check();
    assertThat(controller.canary()).isEmpty();
    assertThat(last().why()).contains("failed to answer for 2 of 100 pages, more than 0.01");
  }

  @Test
  void aLiveVersionThatLosesToTheBaselineIsRolledBackAndTheControllerPinned() throws IOException {
    tryOut();
    controller.promote(version(2), "ann", "in a hurry");
    guardrail.check();
    sessions(1_500, BucketName.BASELINE, 0, 1.0);
    sessions(1_500, AGENT, 2, 0.9);
    guardrail.check();
    assertThat(controller.live()).as("a loss of 10 % is borne").contains(version(2));
    sessions(6_000, AGENT, 2, 0.5);
    guardrail.check();
    assertThat(controller.live()).contains(version(1));
    assertThat(controller.pinned()).isTrue();
    assertThat(last().why()).contains("loses more than 0.200 of the baseline's reward per page");
  }

  @Test
  void theFirstVersionEverIsTakenBackTooAndTheBaselinesRankingStandsIn() {
    sessions(2_000, BucketName.BASELINE, 0, 1.0);
    sessions(2_000, AGENT, 1, 0.2);
    guardrail.check();
    assertThat(controller.live()).isEmpty();
    assertThat(controller.pinned()).isTrue();
    guardrail.check();
    assertThat(last().change()).isEqualTo(Change.ROLLED_BACK);
  }

  @Test
  void sessionsOfOtherAgentsAreNotItsOwn() throws IOException {
    tryOut();
    sessions(800, AGENT, 1, 1.0);
    sessions(800, new BucketName("other"), 2, 0.1);
    guardrail.check();
    assertThat(controller.canary()).contains(version(2));
  }

  @Test
  void sessionsOfOtherRewardWeightsAreNotComparedWithThese() throws IOException {
    tryOut();
    sessions(800, AGENT, 1, 1.0);
    weights = "others";
    sessions(800, AGENT, 2, 0.1);
    guardrail.check();
    assertThat(controller.canary()).contains(version(2));
    sessions(800, AGENT, 1, 1.0);
    guardrail.check();
    assertThat(controller.canary()).isEmpty();
  }

  /** Eight users on each side tell nothing of users, though each comes a hundred times. */
  @Test
  void sessionsOfFewUsersAreNoEvidence() throws IOException {
    tryOut();
    for (int i = 0; i < 100; i++) {
      sessions(8, AGENT, 1, 1.0);
      sessions(8, AGENT, 2, 0.5);
    }
    guardrail.check();
    assertThat(controller.canary()).contains(version(2));
    sessions(800, AGENT, 1, 1.0);
    sessions(800, AGENT, 2, 0.5);
    guardrail.check();
    assertThat(controller.canary()).isEmpty();
  }

  private void tryOut() throws IOException {
    controller.submit(candidate(2));
    guardrail.check();
  }

  private HistoryEntry last() {
    return controller.history().get(controller.history().size() - 1);
  }

  /** Sessions of 1 to 5 pages, each page with a reward of 0 or 2 and this mean. */
  private void sessions(int count, BucketName bucket, long version, double mean) {
    for (int i = 0; i < count; i++) {
      List<Episode.Page> pages = new ArrayList<>();
      int length = 1 + random.nextInt(5);
      for (int k = 0; k < length; k++) {
        double reward = random.nextDouble() < mean / 2 ? 2 : 0;
        pages.add(
            new Episode.Page(
                new PageId("p" + k),
                NOON,
                version == 0 ? ModelVersion.NONE : version(version),
                Action.ones(1),
                0,
                0,
                0,
                reward));
      }
      guardrail.ended(
          new Episode(
              new UserId("u" + i),
              new SessionId("s"),
              bucket,
              pages,
              Episode.End.LEAVE,
              NOON,
              weights));
    }
  }
}
