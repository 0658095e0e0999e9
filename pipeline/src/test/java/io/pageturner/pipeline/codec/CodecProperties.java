package io.pageturner.pipeline.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Event;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.PageId;
import io.pageturner.pipeline.binary.BinaryFormat;
import io.pageturner.pipeline.binary.EventFormat;
import io.pageturner.pipeline.binary.JoinedPageFormat;
import io.pageturner.pipeline.join.UnmatchedFeedback;
import io.pageturner.pipeline.join.UnmatchedFeedback.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every record survives its codec, and the same value always has the same bytes. */
class CodecProperties {
  @Property(tries = 300)
  void events(@ForAll long seed) {
    Event event = new RandomRecords(seed).event();
    survives(new EventCodec(), new LogRecord.Logged(event));
    survives(new DuplicateCodec(), event);
    survives(new EventFormat(), event);
  }

  @Property(tries = 300)
  void joined_pages(@ForAll long seed) {
    survives(new JoinedPageCodec(), new RandomRecords(seed).joinedPage());
    survives(new JoinedPageFormat(), new RandomRecords(seed).joinedPage());
  }

  @Property(tries = 300)
  void experience(@ForAll long seed) {
    survives(new TransitionCodec(), new RandomRecords(seed).transition());
    survives(new EpisodeCodec(), new RandomRecords(seed).episode());
  }

  @Property(tries = 300)
  void what_is_put_aside(@ForAll long seed, @ForAll Reason reason) {
    RandomRecords records = new RandomRecords(seed);
    survives(new LateFeedbackCodec(), new LateFeedback(records.feedback(), new PageId("p")));
    survives(new UnmatchedFeedbackCodec(), new UnmatchedFeedback(records.feedback(), reason));
    survives(new DeadLetterCodec(), records.deadLetter());
  }

  /** Sets and maps of an equal value may be in another order; its bytes are not. */
  private static <T> void survives(RecordCodec<T> codec, T value) {
    byte[] bytes = codec.encode(value);
    T read = codec.decode(bytes);
    assertThat(read).isEqualTo(value);
    assertThat(codec.encode(read)).isEqualTo(bytes);
  }

  private static <T> void survives(BinaryFormat<T> format, T value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      format.write(value, new DataOutputStream(bytes));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      assertThat(format.read(in)).isEqualTo(value);
      assertThat(in.read()).as("nothing is left over").isEqualTo(-1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
