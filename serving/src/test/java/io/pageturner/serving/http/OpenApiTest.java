package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.domain.BucketName;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.TestClient;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.monitor.LearningStory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document says what the server does: routes, fields in, fields out, codes. */
class OpenApiTest {
  @TempDir Path directory;
  private TestNode node;
  private JsonNode document;
  private JsonSchema schemas;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory, new LearningStory(Instant.parse("2026-03-02T10:00:00Z")));
    document = node.client.get("/v1/openapi.json").json();
    schemas = new JsonSchema(document);
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void describesEveryRouteOfTheApiAndNoOther() {
    Set<String> described = new HashSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> routes = new HashSet<>();
    for (Route route : ApiRoutes.of(new Json(16), node.parts).all()) {
      routes.add(route.method() + " " + route.path());
    }
    StaticFiles.routes().forEach(file -> routes.remove("GET " + file.path()));
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void describesExactlyTheFieldsThatAreRead() {
    assertThat(schemas.fields("RankRequest")).isEqualTo(RankRequestReader.FIELDS);
    assertThat(schemas.fields("Candidate")).isEqualTo(RankRequestReader.CANDIDATE_FIELDS);
    assertThat(schemas.fields("EventsRequest")).isEqualTo(EventsEndpoint.FIELDS);
    assertThat(schemas.fields("TensorFlowPredict")).isEqualTo(TensorFlowServing.FIELDS);
    assertThat(schemas.fields("PersonalizerRankRequest")).isEqualTo(PersonalizerRank.FIELDS);
    assertThat(schemas.fields("PersonalizerReward")).isEqualTo(Personalizer.REWARD_FIELDS);
    assertThat(schemas.fields("ModelChange")).isEqualTo(ModelsEndpoints.CHANGE_FIELDS);
    Map.of("click", "Click", "order", "Order", "dwell", "Dwell", "leave", "Leave")
        .forEach(
            (type, name) ->
                assertThat(schemas.fields(name)).isEqualTo(FeedbackReader.FIELDS.get(type)));
  }

  @Test
  void describesTheAnswers() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.GAUSSIAN));
    node.publish(TestBundles.candidate(2, TestBundles.NONE));
    String user = node.user(BucketName.BASELINE, 0);
    requireFits("RankAnswer", node.client.rank(user), 200);
    String bad = TestClient.event("klick", "e2", user, "i1");
    String good = TestClient.event("click", "e1", user, "i1");
    requireFits(
        "EventsAnswer",
        node.client.post("/v1/events", "{\"events\":[" + good + "," + bad + "]}"),
        200);
    requireFits("Models", node.client.post("/v1/models/2/rollback", "{\"why\":\"test\"}"), 200);
    requireFits("Models", node.client.get("/v1/models"), 200);
    requireFits("Learned", node.client.get("/v1/models/learned"), 200);
    requireFits("Learned", node.client.get("/v1/agents/agent/learned"), 200);
    requireFits("Error", node.client.get("/v1/agents/nobody/learned"), 404);
    requireFits("TensorFlowStatus", node.client.get("/v1/models/policy"), 200);
    requireFits("TensorFlowMetadata", node.client.get("/v1/models/policy/metadata"), 200);
    requireFits(
        "PersonalizerRankAnswer",
        node.client.post("/personalizer/v1.0/rank", "{\"actions\":[{\"id\":\"a\"}]}"),
        201);
    requireFits("Error", node.client.post("/personalizer/v1.0/rank", "{}"), 400);
    requireFits("Error", node.client.post("/personalizer/v1.0/events/none/activate", ""), 404);
    requireFits("Monitor", node.client.get("/v1/monitor"), 200);
    requireFits("Experiment", node.client.get("/v1/experiment"), 200);
    requireFits("Health", node.client.get("/health/live"), 200);
    requireFits("Health", node.client.get("/health/ready"), 200);
    requireFits("Error", node.client.post("/v1/config/reload", ""), 409);
    node.reconfiguration =
        () ->
            new Reconfiguration.InForce(
                List.of("agent"), List.of(), Map.of("agent", 0.5, "baseline", 0.5));
    requireFits("InForce", node.client.post("/v1/config/reload", ""), 200);
    requireFits("Error", node.client.post("/v1/rank", "{"), 400);
    requireFits("Error", node.client.post("/v1/models/99/promote", "{}"), 404);
  }

  @Test
  void describesTheRequestsOfTheExamples() throws IOException {
    assertThat(schemas.faults("RankRequest", Trees.read(TestClient.page("u1")))).isEmpty();
    for (String type : List.of("click", "order")) {
      JsonNode event = Trees.read(TestClient.event(type, "e1", "u1", "i1"));
      String name = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
      assertThat(schemas.faults(name, event)).isEmpty();
    }
  }

  @Test
  void listsEveryErrorCodeOfAnInvalidRequest() {
    List<String> codes = new ArrayList<>();
    document
        .at("/components/schemas/Error/properties/error/properties/code/enum")
        .forEach(code -> codes.add(code.textValue()));
    for (InvalidRequestException.Kind kind : InvalidRequestException.Kind.values()) {
      assertThat(codes).contains(kind.name().toLowerCase(Locale.ROOT));
    }
  }

  private void requireFits(String schema, Reply reply, int status) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(schemas.faults(schema, reply.json())).as(reply.text()).isEmpty();
  }
}
