package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Decision;
import io.pageturner.serving.TestClient;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets for a request that is wrong: a 4xx that names the field, never more. */
class BadRequestsTest {
  @TempDir static Path directory;
  private static TestNode node;

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "user":"u1"                | "user":7                     | 400 | wrong_type     | user
          "user":"u1"                | "user":""                    | 422 | invalid_id     | user
          "user":"u1"                | "user":null                  | 400 | missing_field  | user
          "session":"s1",            | ''                           | 400 | missing_field  | session
          "session":"s1"             | "session":"s1","limit":0     | 422 | out_of_range   | limit
          "session":"s1"             | "session":"s1","limit":1.5   | 422 | out_of_range   | limit
          "session":"s1"             | "session":"s1","limit":"10"  | 400 | wrong_type     | limit
          "session":"s1"             | "session":"s1","pageIndex":-1| 422 | out_of_range   | pageIndex
          "session":"s1"             | "session":"s1","sesion":"x"  | 400 | unknown_field  | sesion
          "distance":1.2             | "distance":"near"            | 400 | wrong_type     | context.distance
          "distance":1.2             | "distanc":1.2                | 400 | unknown_field  | context.distanc
          "distance":1.2             | "distance":1e999             | 422 | out_of_range   | context.distance
          "distance":1.2             | "distance":-1e20             | 422 | out_of_range   | context.distance
          "distance":1.2             | "page_index":2               | 400 | unknown_field  | context.page_index
          "entry":"search"           | "entry":3                    | 400 | wrong_type     | context.entry
          "entry":"search"           | "entry":"\\ud800"            | 422 | out_of_range   | context.entry
          "click":0.3                | "click":"0.3"                | 400 | wrong_type     | candidates[1].scores.click
          "click":0.3                | "click":"NaN"                | 400 | wrong_type     | candidates[1].scores.click
          "click":0.3                | "click":1e999                | 422 | out_of_range   | candidates[1].scores.click
          "click":0.3                | "click":-2e7                 | 422 | out_of_range   | candidates[1].scores.click
          "click":0.3                | "clock":0.3                  | 400 | unknown_field  | candidates[1].scores.clock
          "click":0.3,               | ''                           | 400 | missing_field  | candidates[1].scores.click
          "id":"i2"                  | "id":"i1"                    | 422 | duplicate      | candidates[1].id
          "id":"i2"                  | "id":{}                      | 400 | wrong_type     | candidates[1].id
          "price":9.5                | "price":[9.5]                | 400 | wrong_type     | candidates[0].features.price
          "price":9.5                | "price":1e300                | 422 | out_of_range   | candidates[0].features.price
          "price":9.5                | "price":"9.5"                | 400 | wrong_type     | candidates[0].features.price
          "category":"c3"            | "category":7                 | 400 | wrong_type     | candidates[0].features.category
          "category":"c3"            | "categorie":"c3"             | 400 | unknown_field  | candidates[0].features.categorie
          """)
  void theWrongFieldIsNamed(String right, String wrong, int status, String code, String field) {
    String body = TestClient.page("u1").replace(right, wrong);
    assertThat(body).isNotEqualTo(TestClient.page("u1"));
    requireError(node.client.post("/v1/rank", body), status, code, field);
  }

  @Test
  void aHugeTextIsRefusedWithoutEchoingIt() {
    String huge = "\"category\":\"" + "x".repeat(10_000) + "\"";
    Reply reply =
        node.client.post("/v1/rank", TestClient.page("u1").replace("\"category\":\"c3\"", huge));
    requireError(reply, 422, "out_of_range", "candidates[0].features.category");
    assertThat(reply.error().path("message").textValue())
        .isEqualTo(
            "category has 10000 characters, at most 256 are allowed: 'xxxxxxxxxxxxxxxxxxxx…'");
  }

  @Test
  void whatIsMissingOrNullIsMissingInTheLogToo() {
    String page =
        TestClient.page("u1")
            .replace("\"distance\":1.2", "\"distance\":null")
            .replace(",\"entry\":\"search\"", "")
            .replace("\"price\":9.5,\"category\":\"c3\"", "");
    assertThat(node.client.post("/v1/rank", page).status()).isEqualTo(200);
    Decision logged = node.log.lastDecision();
    assertThat(logged.state().dense()).containsOnlyKeys("page_index");
    assertThat(logged.state().ids()).containsOnlyKeys("clicked");
    assertThat(logged.state().recentItems()).isEmpty();
    assertThat(logged.items()).allSatisfy(item -> assertThat(item.dense()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nul",
        "{\"user\":\"u1\"",
        "{\"user\":\"u1\"} {}",
        "{\"a\":NaN}",
        "{'a':1}",
        "{\"a\":\"\\ud800x\u0001\"}"
      })
  void textThatIsNotJsonIsToldSo(String body) {
    requireError(node.client.post("/v1/rank", body), 400, "malformed_json", "");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      textBlock =
          """
          "user":"u1"      | "user":"u2"
          "user":"u1"      | "user":null
          "distance":1.2   | "distance":1.3
          "id":"i2"        | "id":"i3"
          "click":0.3      | "click":0.4
          "price":9.5      | "price":null
          """)
  void aFieldThatComesTwiceIsToldSo(String field, String again) {
    for (String both : List.of(field + "," + again, again + "," + field)) {
      Reply reply = node.client.post("/v1/rank", TestClient.page("u1").replace(field, both));
      requireError(reply, 400, "malformed_json", "");
      String name = field.substring(0, field.indexOf(':')).replace('"', '\'');
      assertThat(reply.error().path("message").textValue()).startsWith("Duplicate field " + name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "\"text\"", "true"})
  void otherJsonThanAnObjectIsToldSo(String body) {
    requireError(node.client.post("/v1/rank", body), 400, "wrong_type", "");
  }

  @Test
  void anUnknownFieldComesWithASuggestion() {
    String body = TestClient.page("u1").replace("\"session\"", "\"sesion\"");
    assertThat(node.client.post("/v1/rank", body).error().path("message").textValue())
        .contains("did you mean 'session'?");
  }

  @Test
  void aPageWithoutCandidatesIsRefused() {
    String body = "{\"user\":\"u1\",\"session\":\"s1\",\"candidates\":[]}";
    requireError(node.client.post("/v1/rank", body), 422, "no_candidates", "candidates");
  }

  @Test
  void tenThousandCandidatesAreRefusedNamingTheLimit() {
    String candidates =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "{\"id\":\"i" + i + "\",\"scores\":{\"click\":0.1,\"order\":0.1}}")
            .collect(Collectors.joining(","));
    Reply reply =
        node.client.post(
            "/v1/rank", "{\"user\":\"u1\",\"session\":\"s1\",\"candidates\":[" + candidates + "]}");
    requireError(reply, 422, "too_many", "candidates");
    assertThat(reply.error().path("message").textValue()).contains("at most 1000", "were 10000");
  }

  @Test
  void candidatesWithoutScoresAreRefusedWhileNoRankerIsLoaded() {
    String body = "{\"user\":\"u1\",\"session\":\"s1\",\"candidates\":[{\"id\":\"i1\"}]}";
    requireError(node.client.post("/v1/rank", body), 422, "missing_scores", "candidates[0].scores");
  }

  @Test
  void aPageIdIsTakenOnce() {
    String body = TestClient.page("u1");
    String named = body.replace("\"session\":\"s1\"", "\"session\":\"s1\",\"pageId\":\"p-once\"");
    assertThat(node.client.post("/v1/rank", named).status()).isEqualTo(200);
    requireError(node.client.post("/v1/rank", named), 409, "page_taken", "pageId");
  }

  @Test
  void fiftyMegabytesAreRefusedWithoutBeingKept() {
    byte[] body = new byte[50 << 20];
    Reply declared =
        node.client.send(
            node.client
                .request("/v1/rank")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    requireError(declared, 413, "body_too_large", "");
    Reply chunked =
        node.client.send(
            node.client
                .request("/v1/rank")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                .build());
    requireError(chunked, 413, "body_too_large", "");
    assertThat(node.client.rank("u1").status()).isEqualTo(200);
  }

  @Test
  void deepNestingIsRefused() {
    String body = "[".repeat(100_000) + "]".repeat(100_000);
    requireError(node.client.post("/v1/rank", body), 400, "malformed_json", "");
  }

  @Test
  void anotherMethodIsToldTheRightOne() {
    Reply reply = node.client.get("/v1/rank");
    requireError(reply, 405, "method_not_allowed", "");
    assertThat(reply.header("Allow")).isEqualTo("POST");
  }

  @Test
  void anotherContentTypeIsRefused() {
    Reply reply =
        node.client.send(
            node.client
                .request("/v1/rank")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(TestClient.page("u1")))
                .build());
    requireError(reply, 415, "unsupported_media_type", "");
  }

  @Test
  void anUnknownRouteComesWithASuggestion() {
    Reply reply = node.client.post("/v1/ranks", "{}");
    requireError(reply, 404, "unknown_route", "");
    assertThat(reply.error().path("message").textValue()).contains("did you mean '/v1/rank'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0        | 404 | unknown_version
          99       | 404 | unknown_version
          ..%2F..  | 404 | unknown_version
          live     | 404 | unknown_version
          """)
  void aVersionThatThereIsNotIsNotFound(String version, int status, String code) {
    requireError(node.client.post("/v1/models/" + version + "/promote", "{}"), status, code, "");
  }

  private static void requireError(Reply reply, int status, String code, String field) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.error().path("code").textValue()).as(reply.text()).isEqualTo(code);
    assertThat(reply.error().path("field").asText("")).as(reply.text()).isEqualTo(field);
    assertThat(reply.error().path("message").textValue()).isNotBlank().doesNotContain("\tat ");
  }
}
