package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.page;
import static io.pageturner.pipeline.stream.JobFixture.PATIENCE;
import static io.pageturner.pipeline.stream.JobFixture.append;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.DeadLetters;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.SecureBroker;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every client of ours against a real broker that demands TLS and SASL. */
class SecureLogTest {
  private static final Topics TOPICS = new Topics("secure.");

  @TempDir static Path directory;
  private static SecureBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = SecureBroker.start(directory.resolve("secure"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void the_whole_way_through_goes_by_tls_and_sasl() throws Exception {
    KafkaAccess access = broker.access();
    PipelineSettings settings = JobFixture.settings(access, directory, TOPICS, 1);
    TOPICS.create(access, 2, 0);
    Instant end = at(10).plus(settings.rules().drain());
    try (KafkaEventLog log = KafkaEventLog.open(access, TOPICS);
        StreamJob job = StreamJob.start(settings)) {
      append(log, page("u", "s/0", 0, "a", "b"), click("u", "c", 1, "s/0", "b"));
      JobFixture.appendRaw(settings, TOPICS.events(), "no event".getBytes(UTF_8));
      log.appendEnd(end).toCompletableFuture().join();
      assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
    }
    assertThat(JobFixture.read(settings, Topics::samples, new JoinedPageCodec()))
        .singleElement()
        .satisfies(page -> assertThat(page.clicks()).isEqualTo(1));
    assertThat(JobFixture.read(settings, Topics::transitions, new TransitionCodec())).hasSize(1);
    try (DeadLetters letters = new DeadLetters(access, TOPICS)) {
      List<byte[]> raw = new ArrayList<>();
      letters.forEach(letter -> raw.add(letter.raw()));
      assertThat(raw).singleElement().isEqualTo("no event".getBytes(UTF_8));
      assertThat(letters.replay()).isEqualTo(new DeadLetters.Replayed(0, 1));
    }
  }

  @Test
  void a_wrong_password_is_refused_and_not_told() throws Exception {
    KafkaAccess wrong = broker.access("hunter2");

    assertThatThrownBy(() -> new Topics("wrong.").create(wrong, 1, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasStackTraceContaining("Authentication failed")
        .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("hunter2"));
  }

  @Test
  void without_tls_nobody_gets_in() {
    KafkaAccess plain = KafkaAccess.open(broker.addresses());

    assertThatThrownBy(() -> KafkaEventLog.open(plain, TOPICS, 32 << 10, Duration.ofSeconds(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("secure.events");
  }
}
