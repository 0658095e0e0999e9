package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.UserId;
import io.pageturner.serving.TestClient;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.event.EventSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsTest {
  private static final EventSettings QUICK =
      new EventSettings(
          Duration.ofMinutes(1), Duration.ofHours(24), 3, 100, Duration.ofMillis(200));

  @TempDir Path directory;
  private TestNode node;
  private String user;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory, HttpSettings.DEFAULT, QUICK);
    user = node.user(BucketName.BASELINE, 0);
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void everyKindOfFeedbackIsLogged() {
    Reply reply =
        send(
            click("e1"),
            """
            {"id":"e2","type":"dwell","user":"u1","session":"s1","item":"i1","dwellMillis":1200}
            """,
            """
            {"id":"e3","type":"leave","user":"u1","session":"s1"}
            """);
    assertThat(reply.json().path("accepted").intValue()).isEqualTo(3);
    assertThat(node.log.feedback())
        .extracting(feedback -> (Object) feedback.getClass())
        .containsExactly(Feedback.Click.class, Feedback.Dwell.class, Feedback.Leave.class);
    Feedback.Dwell dwell = (Feedback.Dwell) node.log.feedback().get(1);
    assertThat(dwell.dwell()).isEqualTo(Duration.ofMillis(1200));
    assertThat(dwell.time()).isEqualTo(node.clock.instant());
  }

  @Test
  void goodEventsOfABatchAreTakenAndBadOnesNamed() {
    String bad = click("e2").replace("\"item\":\"i1\"", "\"item\":5");
    JsonNode answer = send(click("e1"), bad, "7").json();
    assertThat(answer.path("accepted").intValue()).isEqualTo(1);
    assertThat(answer.path("rejected").intValue()).isEqualTo(2);
    assertThat(answer.at("/results/1/id").textValue()).isEqualTo("e2");
    assertThat(answer.at("/results/1/field").textValue()).isEqualTo("events[1].item");
    assertThat(answer.at("/results/1/reason").textValue()).contains("must be text");
    assertThat(answer.at("/results/1/retry").booleanValue()).isFalse();
    assertThat(answer.at("/results/2/field").textValue()).isEqualTo("events[2]");
    assertThat(node.log.feedback()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "type":"click"   | "type":"klick"                       | events[0].type
          "type":"click"   | "typ":"click"                        | events[0].type
          "id":"e1"        | "id":" "                             | events[0].id
          "item":"i1"      | "item":"i1","dwellMillis":5          | events[0].dwellMillis
          "category":"c1"  | "category":""                        | events[0].category
          "item":"i1"      | "item":"i1","time":"yesterday"       | events[0].time
          "item":"i1"      | "item":"i1","time":-5                | events[0].time
          "item":"i1"      | "item":"i1","time":1.5               | events[0].time
          """)
  void theWrongFieldOfAnEventIsNamed(String right, String wrong, String field) {
    JsonNode answer = send(click("e1").replace(right, wrong)).json();
    assertThat(answer.at("/results/0/status").textValue()).isEqualTo("rejected");
    assertThat(answer.at("/results/0/field").textValue()).isEqualTo(field);
  }

  @Test
  void timesFarFromTheClockAreRejected() {
    assertThat(sendAt(Duration.ofSeconds(59))).isEqualTo("accepted");
    assertThat(sendAt(Duration.ofSeconds(61))).isEqualTo("rejected");
    assertThat(sendAt(Duration.ofHours(-23))).isEqualTo("accepted");
    assertThat(sendAt(Duration.ofHours(-25))).isEqualTo("rejected");
    assertThat(metrics()).contains("reason=\"clock-skew\"} 2.0");
  }

  private String sendAt(Duration fromNow) {
    String time = node.clock.instant().plus(fromNow).toString();
    String event =
        click("at" + fromNow).replace("\"session\"", "\"time\":\"" + time + "\",\"session\"");
    JsonNode result = send(event).json().at("/results/0");
    if (!result.path("field").isMissingNode()) {
      assertThat(result.path("field").textValue()).isEqualTo("events[0].time");
      assertThat(result.path("reason").textValue()).contains("the server's clock");
    }
    return result.path("status").textValue();
  }

  @Test
  void theSameEventAgainIsAcceptedAndCountsOnce() {
    send(click("e1"));
    JsonNode again = send(click("e1"), click("e1")).json();
    assertThat(again.path("accepted").intValue()).isEqualTo(2);
    assertThat(node.log.feedback()).hasSize(1);
    assertThat(node.users.behaviour(new UserId(user)).actions()).hasSize(1);
    assertThat(metrics()).contains("pageturner_events_repeated_total{kind=\"click\"} 2.0");
  }

  @Test
  void feedbackOnAPageThatIsNotKnownIsAcceptedAndCounted() {
    String page = node.client.rank(user).json().path("pageId").textValue();
    send(onPage("e1", page), onPage("e2", "p-unknown"));
    assertThat(node.log.feedback()).hasSize(2);
    assertThat(metrics()).contains("pageturner_events_unknown_page_total{kind=\"click\"} 1.0");
  }

  @Test
  void aFullLogIsA503WithRetryAfterAndSendingAgainWorks() {
    node.log.fails(new RejectedExecutionException("full"));
    Reply full = send(click("e1"), click("e2"));
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.header("Retry-After")).isEqualTo("1");
    assertThat(full.error().path("message").textValue()).contains("log full, try again");
    assertThat(node.users.behaviour(new UserId(user)).actions()).isEmpty();
    node.log.works();
    assertThat(send(click("e1")).json().path("accepted").intValue()).isEqualTo(1);
    assertThat(node.users.behaviour(new UserId(user)).recentItems(20))
        .containsExactly(new ItemId("i1"));
  }

  @Test
  void aLogThatIsFullForOneOfTwoKeepsTheOther() {
    node.log.answers(
        () ->
            node.log.feedback().isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new RejectedExecutionException("full")));
    JsonNode answer = send(click("e1"), click("e2")).json();
    assertThat(answer.at("/results/0/status").textValue()).isEqualTo("accepted");
    assertThat(answer.at("/results/1/status").textValue()).isEqualTo("rejected");
    assertThat(answer.at("/results/1/retry").booleanValue()).isTrue();
  }

  @Test
  void aSlowLogIsNotWaitedForForEverAndItsLateAnswerCountsOnce() {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    node.log.answers(() -> stored);
    assertThat(send(click("e1")).status()).isEqualTo(503);
    stored.complete(null);
    assertThat(send(click("e1")).json().path("accepted").intValue()).isEqualTo(1);
    assertThat(node.log.feedback()).hasSize(1);
    assertThat(node.users.behaviour(new UserId(user)).actions()).hasSize(1);
  }

  @Test
  void anEmptyOrTooLargeBatchIsRefused() {
    Reply none = node.client.post("/v1/events", "{\"events\":[]}");
    assertThat(none.status()).isEqualTo(400);
    Reply four = send(click("e1"), click("e2"), click("e3"), click("e4"));
    assertThat(four.status()).isEqualTo(422);
    assertThat(four.error().path("message").textValue()).contains("1 to 3 events", "were 4");
  }

  private String click(String id) {
    return TestClient.event("click", id, user, "i1");
  }

  private String onPage(String id, String page) {
    return click(id).replace("\"session\"", "\"pageId\":\"" + page + "\",\"session\"");
  }

  private Reply send(String... events) {
    return node.client.post("/v1/events", "{\"events\":[" + String.join(",", events) + "]}");
  }

  private String metrics() {
    return node.client.get("/metrics").text();
  }
}
