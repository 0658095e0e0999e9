package io.pageturner.pipeline.kafka;

import io.pageturner.domain.Transition;
import io.pageturner.domain.TransitionLog;
import io.pageturner.pipeline.codec.TransitionCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The transitions topic as the trainer reads it: committed records only, each exactly once. */
public final class KafkaTransitionLog implements TransitionLog {
  private final RecordReader<Transition> reader;

  public KafkaTransitionLog(String bootstrapServers, Topics topics) {
    this.reader = new RecordReader<>(bootstrapServers, topics.transitions(), new TransitionCodec());
  }

  @Override
  public List<Transition> poll(Duration timeout) {
    return reader.poll(timeout);
  }

  @Override
  public Map<Integer, Long> position() {
    return reader.position();
  }

  @Override
  public void seek(Map<Integer, Long> position) {
    reader.seek(position);
  }

  @Override
  public void close() {
    reader.close();
  }
}
