package io.pageturner.app;

import io.pageturner.domain.Episode;
import io.pageturner.lifecycle.Guardrail;
import io.pageturner.pipeline.codec.EpisodeCodec;
import io.pageturner.pipeline.kafka.RecordReader;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that tells a guardrail of ended sessions and lets it look, several times a second. */
final class GuardrailRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GuardrailRole.class);
  private static final Duration TICK = Duration.ofMillis(250);

  private final Guardrail guardrail;
  private final RecordReader<Episode> episodes;
  private final Thread thread = new Thread(this::run, "guardrail");
  private volatile boolean closing;

  private GuardrailRole(Guardrail guardrail, RecordReader<Episode> episodes) {
    this.guardrail = guardrail;
    this.episodes = episodes;
  }

  /** Starts to watch sessions that end from now on. */
  static GuardrailRole start(Guardrail guardrail, OpenLog log) {
    RecordReader<Episode> episodes =
        new RecordReader<>(log.kafka(), log.topics().episodes(), new EpisodeCodec());
    episodes.seekToLast(0);
    GuardrailRole role = new GuardrailRole(guardrail, episodes);
    role.thread.start();
    return role;
  }

  private void run() {
    try (episodes) {
      while (!closing) {
        look();
      }
    }
  }

  private void look() {
    try {
      guardrail.check();
      episodes.poll(TICK).forEach(guardrail::ended);
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.warn("the guardrail missed a look", e);
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
