package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.serving.Eventually;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.event.EventSettings;
import io.pageturner.serving.model.TestBundles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadTest {
  private static final HttpSettings ONE_AT_A_TIME =
      new HttpSettings(
          "127.0.0.1", 0, 1 << 20, 16, 1, 1, Duration.ofMinutes(5), Duration.ofSeconds(30));

  @TempDir Path directory;

  @Test
  void whatDoesNotFitIsRefusedAtOnceAndWhatWasTakenIsAnswered() throws Exception {
    try (TestNode node = TestNode.start(directory, ONE_AT_A_TIME, EventSettings.DEFAULT)) {
      CountDownLatch mayGoOn = new CountDownLatch(1);
      AtomicInteger deciding = new AtomicInteger();
      node.beforeChoosing =
          () -> {
            deciding.incrementAndGet();
            await(mayGoOn);
          };
      ExecutorService clients = Executors.newFixedThreadPool(3);
      Future<Reply> first = clients.submit(() -> node.client.rank("u1"));
      Eventually.holds("the first request is being decided", () -> deciding.get() == 1);
      // One request waits now; which of the next two it is, is a race of theirs.
      CompletionService<Reply> next = new ExecutorCompletionService<>(clients);
      next.submit(() -> node.client.rank("u2"));
      next.submit(() -> node.client.rank("u3"));
      Reply refused = next.take().get();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.error().path("code").textValue()).isEqualTo("overloaded");
      assertThat(node.client.get("/health/live").status()).isEqualTo(200);
      assertThat(node.client.get("/metrics").text()).contains("status=\"503\"");
      mayGoOn.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(next.take().get().status()).isEqualTo(200);
      clients.shutdownNow();
    }
  }

  @Test
  void aPageWhoseDeadlinePassedInTheQueueGetsTheTeamsRankingMarkedAsSuch() throws Exception {
    HttpSettings impatient =
        new HttpSettings(
            "127.0.0.1", 0, 1 << 20, 16, 1, 8, Duration.ofMillis(50), Duration.ofSeconds(30));
    try (TestNode node = TestNode.start(directory, impatient, EventSettings.DEFAULT)) {
      node.publish(TestBundles.candidate(1, TestBundles.NONE));
      String user = node.user(TestNode.AGENT, 0);
      node.beforeChoosing =
          () -> {
            long late = System.nanoTime() + 100_000_000;
            while (System.nanoTime() < late) {
              Thread.onSpinWait();
            }
          };
      Reply reply = node.client.rank(user);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().path("policy").textValue()).isEqualTo("baseline-fallback");
      assertThat(reply.json().path("action").get(0).doubleValue()).isEqualTo(1);
      assertThat(node.log.decisions().get(0).policy()).isEqualTo("baseline-fallback");
      assertThat(node.client.get("/metrics").text())
          .contains("pageturner_fallbacks_total{reason=\"late\"} 1.0");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
