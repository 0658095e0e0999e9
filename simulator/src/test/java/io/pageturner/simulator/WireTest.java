package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Instant TIME = Instant.ofEpochMilli(1_760_000_000_000L);
  private static final ItemId ITEM = new ItemId("i1");

  private final PageRequest request =
      new PageRequest(
          new UserId("u1"),
          new SessionId("u1.0"),
          2,
          TIME,
          new PageRequest.Context(Entry.SEARCH, "phone", 1.5, 3, 1),
          List.of(new Candidate(ITEM, 0.25, 0.125, 9.5, "c3")),
          8);

  @Test
  void asksForAPage() {
    assertThat(text(Wire.rank(request, "run7.u1.0")))
        .isEqualTo(
            "{\"user\":\"u1\",\"session\":\"run7.u1.0\",\"pageId\":\"run7.u1.0/2\",\"pageIndex\":2,\"limit\":8,"
                + "\"context\":{\"entry\":\"search\",\"device\":\"phone\",\"distance\":1.5,"
                + "\"queryWords\":3,\"lastPageClicks\":1},"
                + "\"candidates\":[{\"id\":\"i1\",\"scores\":{\"click\":0.25,\"order\":0.125},"
                + "\"features\":{\"price\":9.5,\"category\":\"c3\"}}]}");
  }

  @Test
  void tellsEventsOfAllKinds() {
    List<Wire.Sent> events =
        List.of(
            new Wire.Sent("e0", new Reaction.Clicked(ITEM, "c3", Duration.ZERO), TIME),
            new Wire.Sent("e1", new Reaction.Ordered(ITEM, "c3", Duration.ZERO), TIME),
            new Wire.Sent(
                "e2", new Reaction.Dwelt(ITEM, Duration.ZERO, Duration.ofMillis(1_200)), TIME),
            new Wire.Sent("e3", null, TIME));
    String head = "\"user\":\"u1\",\"session\":\"s\",\"pageId\":\"p\",\"time\":1760000000000,";
    assertThat(text(Wire.events(request, "s", "p", events)))
        .isEqualTo(
            "{\"events\":["
                + ("{\"id\":\"e0\"," + head)
                + "\"item\":\"i1\",\"type\":\"click\",\"category\":\"c3\"},"
                + ("{\"id\":\"e1\"," + head)
                + "\"item\":\"i1\",\"type\":\"order\",\"category\":\"c3\"},"
                + ("{\"id\":\"e2\"," + head)
                + "\"item\":\"i1\",\"type\":\"dwell\",\"dwellMillis\":1200},"
                + ("{\"id\":\"e3\"," + head)
                + "\"type\":\"leave\"}]}");
  }

  @Test
  void readsAPage() {
    Wire.Page page =
        Wire.page(
            bytes(
                "{\"pageId\":\"p9\",\"items\":[{\"id\":\"i1\",\"position\":0,\"score\":0.31}],"
                    + "\"bucket\":\"agent\",\"policy\":\"advantage-ddpg\",\"action\":[0.5],"
                    + "\"propensity\":0.9,\"modelVersion\":4}"));
    assertThat(page).isEqualTo(new Wire.Page("p9", "agent", 4, List.of(ITEM)));
  }

  @Test
  void readsAReceipt() {
    assertThat(Wire.receipt(bytes("{\"accepted\":3,\"rejected\":1,\"results\":[]}")))
        .isEqualTo(new Wire.Receipt(3, 1));
  }

  @Test
  void tellsWhatIsNotAPage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wire.page(bytes("{\"error\":\"no\"}")))
        .withMessage("not a page: {\"error\":\"no\"}");
    assertThatThrownBy(() -> Wire.page(bytes("<html>"))).isInstanceOf(UncheckedIOException.class);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
