package io.pageturner.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process whose work has failed for good ends, and says why. */
class FailedRoleTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realErr = System.err;
  @TempDir private Path directory;

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(realErr);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aTrainerThatCannotReadItsLogEndsItsProcess() throws IOException {
    DataDirectory data =
        FreshData.make(directory.resolve("data"), "demo/features.yaml", "demo.conf");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      Topics topics = new Topics("pageturner.");
      topics.create(kafka.access(), 1, 1);
      putAnEventAmongTransitions(kafka, topics);

      int exit =
          Main.run(
              "serve",
              "--roles",
              "train",
              "--port",
              "0",
              "--data-directory",
              data.root().toString(),
              "--bootstrap-servers",
              kafka.access().bootstrapServers());

      assertThat(exit).isEqualTo(1);
    }
    assertThat(err.toString(UTF_8)).contains("pageturner.transitions-0@0 cannot be read");
  }

  private static void putAnEventAmongTransitions(EmbeddedKafka kafka, Topics topics) {
    Topics astray = new Topics(topics.transitions(), "astray.");
    try (KafkaEventLog log = KafkaEventLog.open(kafka.access(), astray)) {
      Feedback leave =
          new Feedback.Leave(
              new EventId("l"),
              new UserId("u"),
              new SessionId("s"),
              Instant.EPOCH,
              Optional.empty());
      log.append(new Event.FeedbackGiven(leave)).toCompletableFuture().join();
    }
  }
}
