package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.RewardWeights;
import io.pageturner.simulator.InProcessFeed.SessionResult;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InProcessFeedTest {
  private static final Instant OPENING = Instant.parse("2026-01-05T10:00:00Z");

  private final World world = new World(WorldSettings.DEFAULT.withUsers(20), 1);
  private final InProcessFeed feed = new InProcessFeed(world, RewardWeights.DEFAULT, OPENING);
  private final FusionRanker neutral = FusionRanker.constant(2.3, 1);
  private final FusionRanker bold = FusionRanker.constant(2.3, 4);

  @Test
  void sessionsPlayedAgainWithTheSameRankerAreTheSame() {
    List<SessionResult> sessions = feed.run(neutral, 100);
    assertThat(feed.again(sessions, neutral)).isEqualTo(sessions);
    assertThat(InProcessFeed.gain(sessions, sessions).mean()).isZero();
  }

  @Test
  void anotherRankerMeetsTheSameUsersAtTheSameTimes() {
    List<SessionResult> sessions = feed.run(neutral, 100);
    List<SessionResult> others = feed.again(sessions, bold);
    assertThat(others).isNotEqualTo(sessions).hasSameSizeAs(sessions);
    for (int i = 0; i < sessions.size(); i++) {
      assertThat(others.get(i).user()).isEqualTo(sessions.get(i).user());
      assertThat(others.get(i).visit()).isEqualTo(sessions.get(i).visit());
      assertThat(others.get(i).start()).isEqualTo(sessions.get(i).start());
    }
    double difference = InProcessFeed.reward(others).mean() - InProcessFeed.reward(sessions).mean();
    assertThat(InProcessFeed.gain(others, sessions).mean()).isCloseTo(difference, within(1e-9));
  }

  @Test
  void otherVisitsHaveOtherLuck() {
    List<SessionResult> sessions = feed.run(neutral, 50);
    List<SessionResult> others = feed.fromVisit(1_000).run(neutral, 50);
    assertThat(others).allMatch(session -> session.visit() >= 1_000);
    assertThat(others.stream().mapToInt(SessionResult::clicks).toArray())
        .isNotEqualTo(sessions.stream().mapToInt(SessionResult::clicks).toArray());
  }

  @Test
  void aContextHasTheSameNamesAndValuesInProcessAsOverTheWire() throws IOException {
    PageRequest request = world.visit(3, 0, OPENING).request();
    JsonNode wire = new ObjectMapper().readTree(Wire.rank(request, "s")).get("context");
    request
        .context()
        .dense()
        .forEach((name, value) -> assertThat(wire.get(name).doubleValue()).isEqualTo(value));
    request
        .context()
        .ids()
        .forEach((name, value) -> assertThat(wire.get(name).textValue()).isEqualTo(value));
    assertThat(wire.size())
        .isEqualTo(request.context().dense().size() + request.context().ids().size());
  }
}
