package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.pipeline.TestFeed;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harnesses declare that close() may be interrupted
class SampleBatcherTest {
  private static final int HOUR = 3600;
  private static final SampleFileSettings SETTINGS =
      new SampleFileSettings(10, Duration.ofMinutes(1), 1, FeatureColumns.NONE);

  @Test
  void an_hour_is_released_once_no_page_of_it_can_come_any_more() throws Exception {
    try (var batcher = batcher()) {
      batcher.open();
      batcher.processElement(page("s/0", 5));
      batcher.processElement(page("s/1", HOUR + 5));

      batcher.processWatermark(at(HOUR + 599).toEpochMilli());
      assertThat(batcher.extractOutputValues()).isEmpty();

      batcher.processWatermark(at(HOUR + 600).toEpochMilli());
      assertThat(batcher.extractOutputValues())
          .extracting(page -> page.decision().pageIndex())
          .containsExactly(0);
    }
  }

  @Test
  void everything_is_released_when_enough_samples_have_gathered() throws Exception {
    try (var batcher = batcher()) {
      batcher.open();
      for (int k = 0; k < 4; k++) {
        batcher.processElement(page("s/" + k, k));
      }
      assertThat(batcher.extractOutputValues()).isEmpty();

      batcher.processElement(page("s/4", HOUR));
      assertThat(batcher.extractOutputValues()).hasSize(5);
    }
  }

  @Test
  void everything_is_released_after_the_longest_wait() throws Exception {
    try (var batcher = batcher()) {
      batcher.open();
      batcher.setProcessingTime(1_000_000);
      batcher.processElement(page("s/0", 0));
      batcher.setProcessingTime(1_059_999);
      batcher.processWatermark(at(1).toEpochMilli());
      assertThat(batcher.extractOutputValues()).isEmpty();

      batcher.setProcessingTime(1_060_000);
      batcher.processWatermark(at(2).toEpochMilli());
      assertThat(batcher.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void what_is_held_back_is_part_of_the_checkpoint() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var batcher = batcher()) {
      batcher.open();
      batcher.processElement(page("s/0", 0));
      checkpoint = batcher.snapshot(1, 1);
    }
    try (var batcher = batcher()) {
      batcher.initializeState(checkpoint);
      batcher.open();
      batcher.processWatermark(at(2 * HOUR).toEpochMilli());
      assertThat(batcher.extractOutputValues()).containsExactly(page("s/0", 0).getValue());
    }
  }

  /** A page of two items. */
  private static StreamRecord<JoinedPage> page(String id, int seconds) {
    Decision decision = ((Event.PageShown) TestFeed.page(id, seconds, "a", "b")).decision();
    List<ItemOutcome> nothing = List.of(ItemOutcome.NOTHING, ItemOutcome.NOTHING);
    return new StreamRecord<>(new JoinedPage(decision, nothing, false, at(seconds + 5)));
  }

  private static OneInputStreamOperatorTestHarness<JoinedPage, JoinedPage> batcher()
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new SampleBatcher(SETTINGS, Duration.ofMinutes(10)));
    harness.setup(StreamType.JOINED_PAGE.serializer());
    return harness;
  }
}
