package io.pageturner.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pageturner.app.replay.Recording.Answer;
import io.pageturner.app.replay.Recording.ListShown;
import io.pageturner.domain.Feedback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotelSearchFormatTest {
  private static final String HEADER =
      "user_id,session_id,timestamp,step,action_type,reference,platform,city,device,"
          + "current_filters,impressions,prices\n";

  @TempDir private Path directory;

  @Test
  void aListBeginsWithTheFirstActionAfterThePreviousList() throws IOException {
    Recording recording =
        read(
            """
            u,s,100,1,filter selection,x,DE,Bonn,mobile,,,
            u,s,110,2,interaction item image,7,DE,Bonn,mobile,,,
            u,s,120,3,clickout item,8,DE,Bonn,mobile,A|B,8|7,50|40
            u,s,130,4,clickout item,7,DE,Bonn,mobile,,7|9,40|60
            """);

    assertThat(recording.lines()).isEqualTo(4);
    assertThat(recording.pages()).isEqualTo(2);
    assertThat(recording.others()).isEqualTo(Map.of("filter selection", 1));
    ListShown first = (ListShown) recording.steps().get(0);
    assertThat(first.time()).isEqualTo(Instant.ofEpochSecond(100));
    assertThat(first.dense()).containsEntry("filters", 2.0);
    assertThat(first.items().get(1).dense())
        .isEqualTo(
            Map.of("team_rank", 1.0, "team_reciprocal", 0.5, "price", 40.0, "price_rank", 0.0));
    ListShown second = (ListShown) recording.steps().get(3);
    assertThat(second.time()).isEqualTo(Instant.ofEpochSecond(130));
    assertThat(second.pageIndex()).isEqualTo(1);
  }

  @Test
  void aClickNamesNoListAnOrderNamesItsOwn() throws IOException {
    Recording recording =
        read(
            """
            u,s,110,1,interaction item image,7,DE,Bonn,mobile,,,
            u,s,120,2,clickout item,8,DE,Bonn,mobile,,8|7,50|40
            """);

    Feedback click = ((Answer) recording.steps().get(1)).feedback();
    Feedback order = ((Answer) recording.steps().get(2)).feedback();
    assertThat(click).isInstanceOf(Feedback.Click.class);
    assertThat(click.page()).isEmpty();
    assertThat(order).isInstanceOf(Feedback.Order.class);
    assertThat(order.page()).contains(((ListShown) recording.steps().get(0)).page());
  }

  @Test
  void recordsThatMakeNoSenseAreCountedWithLineAndReason() throws IOException {
    Recording recording =
        read(
            """
            u,s,110,1,interaction item info,unknown,DE,Bonn,mobile,,,
            u,s,noon,2,interaction item info,7,DE,Bonn,mobile,,,
            u,s,120,3,clickout item,8,DE,Bonn,mobile,,8|7,50
            """);

    assertThat(recording.steps()).isEmpty();
    assertThat(recording.malformed())
        .containsExactly(
            new Recording.Malformed(
                2, "reference must be an item's number for 'interaction item info', was 'unknown'"),
            new Recording.Malformed(3, "timestamp must be seconds since 1970, was 'noon'"),
            new Recording.Malformed(4, "impressions has 2 items but prices has 1"));
  }

  @Test
  void anotherFileIsRefusedWithTheColumnsThatAreMissed() throws IOException {
    Path file = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> new HotelSearchFormat().read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no hotel-search log")
        .hasMessageContaining("found [a, b]");
  }

  @Test
  void everyRecordOfARealDayIsAccountedFor() throws IOException {
    Path log = Path.of("../../shared/data/hotel-search/events_2018-11-07.csv.gz");
    assumeTrue(Files.exists(log), "skipped: no real log at " + log);

    Recording recording = new HotelSearchFormat().read(log);

    assertThat(recording.lines()).isEqualTo(50_732);
    assertThat(recording.pages()).isEqualTo(6_845);
    // 37,018 interactions, four of which name no item, and one order per list.
    assertThat(recording.answers()).isEqualTo(37_014 + 6_845);
    assertThat(recording.malformed()).hasSize(4);
    int others = recording.others().values().stream().mapToInt(n -> n).sum();
    assertThat(recording.answers() + recording.malformed().size() + others).isEqualTo(50_732);
    assertThat(List.copyOf(recording.steps()))
        .isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
  }

  private Recording read(String rows) throws IOException {
    return new HotelSearchFormat()
        .read(Files.writeString(directory.resolve("log.csv"), HEADER + rows));
  }
}
