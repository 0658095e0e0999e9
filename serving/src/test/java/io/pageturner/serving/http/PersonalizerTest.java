package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.State;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.CandidateScorer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of Personalizer sees, and what the log then holds. */
class PersonalizerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RANK = "/personalizer/v1.0/rank";

  /** In the form of the service's public reference. */
  private static final String NEWS =
      """
      {"contextFeatures": [
         {"timeOfDay": "Morning"},
         {"user": {"profileType": "AnonymousUser", "distance": 1.5}},
         {"device": {"mobile": true, "entry": "search"}}],
       "actions": [
         {"id": "NewsArticle", "features": [{"type": "News"}]},
         {"id": "SportsArticle", "features": [{"type": "Sports"}, {"price": 2}]},
         {"id": "EntertainmentArticle", "features": [{"category": "Entertainment"}]}],
       "excludedActions": ["SportsArticle"],
       "eventId": "75269AD0-BFEE-4598-8196-C57383D38E10",
       "deferActivation": %s}
      """;

  private static final String EVENT = "75269AD0-BFEE-4598-8196-C57383D38E10";

  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory);
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void withoutRankerAndScoresTheApplicationsOrderStays() throws IOException {
    Reply reply = node.client.post(RANK, NEWS.formatted("false"));
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json())
        .isEqualTo(
            JSON.readTree(
                """
                {"ranking": [{"id": "NewsArticle", "probability": 1},
                             {"id": "SportsArticle", "probability": 0},
                             {"id": "EntertainmentArticle", "probability": 0}],
                 "eventId": "%s", "rewardActionId": "NewsArticle"}
                """
                    .formatted(EVENT)));
  }

  @Test
  void theEventIsAPageOfOneItem() {
    node.client.post(RANK, NEWS.formatted("null"));
    Decision decision = node.log.lastDecision();
    assertThat(decision.page().value()).isEqualTo(EVENT);
    assertThat(decision.items()).hasSize(1);
    assertThat(decision.items().get(0).item().value()).isEqualTo("NewsArticle");
    assertThat(decision.candidates()).isEqualTo(2);
    assertThat(decision.session().value()).isEqualTo(EVENT);
  }

  @Test
  void featuresCountThatAreConfiguredAndTheOthersAreCounted() {
    node.client.post(RANK, NEWS.formatted("false"));
    Decision decision = node.log.lastDecision();
    assertThat(decision.state().dense()).containsEntry("distance", 1.5);
    assertThat(decision.state().ids()).containsEntry("entry", "search");
    // timeOfDay, profileType, mobile of the context; type of two actions.
    assertThat(node.registry.get("pageturner.personalizer.ignored.features").counter().count())
        .isEqualTo(5);
  }

  @Test
  void scoresAmongTheFeaturesRankAndExcludedActionsKeepTheirPlace() throws IOException {
    Reply reply =
        node.client.post(
            RANK,
            """
            {"contextFeatures": [{"userId": "u1", "sessionId": "s1"}], "excludedActions": ["b"],
             "actions": [{"id": "a", "features": [{"click": 0.1, "order": 0}]},
                         {"id": "b", "features": [{"click": 0.9, "order": 0.9}]},
                         {"id": "c", "features": [{"click": 0.2, "order": 0.01}]},
                         {"id": "d", "features": [{"click": 0.3, "order": 0.02}]}]}
            """);
    assertThat(reply.json().path("ranking").findValuesAsText("id"))
        .containsExactly("d", "b", "c", "a");
    assertThat(reply.json().path("rewardActionId").textValue()).isEqualTo("d");
    assertThat(node.log.lastDecision().user().value()).isEqualTo("u1");
    assertThat(node.log.lastDecision().session().value()).isEqualTo("s1");
    assertThat(reply.json().path("eventId").textValue())
        .isEqualTo(node.log.lastDecision().page().value());
  }

  @Test
  void aRankerScoresWhatBringsNoScores() {
    node.scorer =
        new CandidateScorer() {
          @Override
          public boolean ready() {
            return true;
          }

          @Override
          public Optional<double[][]> score(State state, List<Candidate> candidates) {
            return Optional.of(new double[][] {{0.1, 0.0}, {0.4, 0.1}});
          }
        };
    Reply reply = node.client.post(RANK, NEWS.formatted("false"));
    assertThat(reply.json().path("rewardActionId").textValue()).isEqualTo("EntertainmentArticle");
  }

  @Test
  void aRewardIsAClickAndMinutesOfDwellOnce() {
    node.client.post(RANK, NEWS.formatted("false"));
    assertThat(reward(EVENT, "0.5").status()).isEqualTo(204);
    assertThat(reward(EVENT, "1").status()).as("the first counts").isEqualTo(204);
    List<Feedback> feedback = node.log.feedback();
    assertThat(feedback).hasSize(2);
    Feedback.Click click = (Feedback.Click) feedback.get(0);
    Feedback.Dwell dwell = (Feedback.Dwell) feedback.get(1);
    assertThat(click.item().value()).isEqualTo("NewsArticle");
    assertThat(click.page().orElseThrow().value()).isEqualTo(EVENT);
    assertThat(dwell.dwell()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void noRewardIsNoFeedback() {
    node.client.post(RANK, NEWS.formatted("false"));
    assertThat(reward(EVENT, "0").status()).isEqualTo(204);
    assertThat(node.log.feedback()).isEmpty();
  }

  @Test
  void aDeferredEventCountsFromItsActivationOn() {
    node.client.post(RANK, NEWS.formatted("true"));
    assertThat(node.log.decisions()).isEmpty();
    node.clock.advance(Duration.ofSeconds(7));
    assertThat(activate(EVENT).status()).isEqualTo(204);
    assertThat(activate(EVENT).status()).isEqualTo(204);
    assertThat(node.log.decisions()).hasSize(1);
    assertThat(node.log.lastDecision().time()).isEqualTo(node.clock.instant());
  }

  @Test
  void unknownEventsAreNotFound() {
    assertThat(reward("other", "1").status()).isEqualTo(404);
    assertThat(activate("other").status()).isEqualTo(404);
    assertThat(activate("..%2F..%2Fetc").error().path("code").textValue())
        .isEqualTo("ResourceNotFound");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"value\": 1.5} | value",
        "{\"value\": -0.5} | value",
        "{\"value\": \"1\"} | value",
        "{\"valeu\": 1} | valeu",
        "{} | value",
      })
  void invalidRewardsAre400(String body, String field) {
    node.client.post(RANK, NEWS.formatted("false"));
    Reply reply = node.client.post("/personalizer/v1.0/events/" + EVENT + "/reward", body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error().path("code").textValue()).isEqualTo("InvalidRewardRequest");
    assertThat(reply.error().path("field").textValue()).isEqualTo(field);
    assertThat(node.log.feedback()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"actions\": []} | actions",
        "{\"contextFeatures\": []} | actions",
        "{\"actions\": [{\"id\": \"a\"}, {\"id\": \"a\"}]} | actions[1].id",
        "{\"actions\": [{\"id\": \"a\"}], \"excludedActions\": [\"a\"]} | actions",
        "{\"actions\": [{\"id\": \"a\"}], \"excludedActions\": [\"b\"]} | excludedActions[0]",
        "{\"actions\": [{\"id\": \"a\", \"features\": {}}]} | actions[0].features",
        "{\"actions\": [{\"id\": \"a\", \"features\": [{\"click\": 1}]}]} | actions[0].features",
        "{\"actions\": [{\"id\": \"a\"}], \"deferActivation\": \"no\"} | deferActivation",
        "{\"actions\": [{\"id\": \"a\"}], \"contextFeatures\": [{\"distance\": \"far\"}]}"
            + " | contextFeatures[0].distance",
      })
  void invalidRankRequestsAre400AndNothingIsLogged(String body, String field) {
    Reply reply = node.client.post(RANK, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error().path("code").textValue()).isEqualTo("InvalidRankRequest");
    assertThat(reply.error().path("field").textValue()).isEqualTo(field);
    assertThat(node.log.decisions()).isEmpty();
  }

  @Test
  void anEventIsRankedOnce() {
    assertThat(node.client.post(RANK, NEWS.formatted("false")).status()).isEqualTo(201);
    assertThat(node.client.post(RANK, NEWS.formatted("false")).status()).isEqualTo(400);
    assertThat(node.log.decisions()).hasSize(1);
  }

  @Test
  void aRewardThatTheLogRefusesMayBeSentAgain() {
    node.client.post(RANK, NEWS.formatted("false"));
    node.log.fails(new IllegalStateException("full"));
    assertThat(reward(EVENT, "1").status()).isEqualTo(503);
    node.log.works();
    assertThat(reward(EVENT, "1").status()).isEqualTo(204);
    assertThat(node.log.feedback()).hasSize(2);
  }

  @Test
  void keysComeInTheServicesOwnHeader(@TempDir Path other) throws IOException {
    ApiKeys.Made made = ApiKeys.make("shop", "rank", 10);
    Path file = other.resolve("keys");
    Files.writeString(file, made.line() + "\n");
    Access access = new Access(ApiKeys.read(file), Optional.empty());
    try (TestNode guarded = TestNode.start(other.resolve("models"), access)) {
      assertThat(guarded.client.post(RANK, NEWS.formatted("false")).status()).isEqualTo(401);
      HttpRequest request =
          guarded
              .client
              .request(RANK)
              .header("Ocp-Apim-Subscription-Key", made.key())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(NEWS.formatted("false")))
              .build();
      assertThat(guarded.client.send(request).status()).isEqualTo(201);
    }
  }

  private Reply reward(String event, String value) {
    return node.client.post(
        "/personalizer/v1.0/events/" + event + "/reward", "{\"value\": " + value + "}");
  }

  private Reply activate(String event) {
    return node.client.post("/personalizer/v1.0/events/" + event + "/activate", "");
  }
}
