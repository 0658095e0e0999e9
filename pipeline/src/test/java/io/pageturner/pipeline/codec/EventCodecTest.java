package io.pageturner.pipeline.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.State;
import io.pageturner.pipeline.TestFeed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCodecTest {
  private static final String CLICK =
      "{\"v\":1,\"kind\":\"click\",\"id\":\"c\",\"user\":\"u\",\"session\":\"s\","
          + "\"time\":1763726401000,\"page\":\"s/0\",\"item\":\"a\"}";

  private final EventCodec codec = new EventCodec();

  @Test
  void a_click_has_these_bytes() {
    assertThat(new String(codec.encode(TestFeed.click("c", 1, "s/0", "a")), UTF_8))
        .isEqualTo(CLICK);
  }

  @Test
  void a_page_has_these_bytes() {
    assertThat(new String(codec.encode(TestFeed.page("s/0", 0, "a", "b")), UTF_8))
        .isEqualTo(
            "{\"v\":1,\"kind\":\"page\",\"page\":\"s/0\",\"user\":\"u\",\"session\":\"s\","
                + "\"pageIndex\":0,\"time\":1763726400000,\"bucket\":\"baseline\","
                + "\"policy\":\"baseline\",\"version\":0,\"action\":[1.0],\"propensity\":1.0,"
                + "\"state\":{\"dense\":{\"index\":0.0}},"
                + "\"items\":[{\"item\":\"a\"},{\"item\":\"b\"}],\"candidates\":2}");
  }

  @Test
  void a_heartbeat_is_no_event() {
    LogRecord heartbeat = new LogRecord.Heartbeat(Instant.ofEpochMilli(1763726400000L));

    byte[] bytes = codec.encode(heartbeat);

    assertThat(new String(bytes, UTF_8))
        .isEqualTo("{\"v\":1,\"kind\":\"heartbeat\",\"time\":1763726400000}");
    assertThat(codec.decode(bytes)).isEqualTo(heartbeat);
    assertThatThrownBy(() -> new DuplicateCodec().decode(bytes))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void the_end_of_a_log_has_these_bytes() {
    LogRecord end = new LogRecord.End(Instant.ofEpochMilli(1763726400000L));

    byte[] bytes = codec.encode(end);

    assertThat(new String(bytes, UTF_8))
        .isEqualTo("{\"v\":1,\"kind\":\"end\",\"time\":1763726400000}");
    assertThat(codec.decode(bytes)).isEqualTo(end);
  }

  @Test
  void maps_are_written_in_the_order_of_their_keys() {
    Map<String, Double> forth = new LinkedHashMap<>();
    Map<String, Double> back = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      forth.put("k" + i, (double) i);
      back.put("k" + (49 - i), 49.0 - i);
    }
    assertThat(codec.encode(withDense(forth))).isEqualTo(codec.encode(withDense(back)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'user':'u',            |                        | user is missing",
        "'user':'u'             | 'user':7               | user must be a string, is the number 7",
        "'user':'u'             | 'user':null            | user must be a string, is null",
        "'user':'u'             | 'user':'u','colour':1  | colour is not a known field",
        "'user':'u'             | 'user':'u','user':'u'  | Duplicate field 'user'",
        "'user':'u'             | 'user':' '             | user is blank",
        "'item':'a'             | 'item':['a']           | item must be a string, is array",
        "'kind':'click'         | 'kind':'wave'          | kind 'wave' is not known",
        "'kind':'click'         | 'kind':'dwell'         | dwellMillis is missing",
        "'kind':'click'         | 'kind':'leave'         | item is not a known field",
        "'v':1                  | 'v':2                  | v is 2, known is 1",
        "'v':1,                 |                        | v is missing",
        "1763726401000          | 1763726401.5           | time must be a whole number",
        "1763726401000          | '2025-11-21'           | time must be a whole number, is string",
        "1763726401000          | 1763726401000000       | after 2200",
        "1763726401000          | 1763726401             | before 2000",
        "1763726401000          | -9223372036854775808   | before 2000",
        "'kind':'click'         | 'kind':'dwell','dwellMillis':86400001 | dwellMillis must be from 0",
        "'kind':'click'         | 'kind':'dwell','dwellMillis':-1 | dwellMillis must be from 0",
        "1763726401000          | 99999999999999999999   | time must be a whole number",
        "}                      | }}                     | not JSON",
        "{'v'                   | 'v'                    | not JSON",
        "}                      | ,                      | not JSON",
      })
  void a_malformed_click_is_refused_by_its_field(String part, String instead, String reason) {
    String broken = CLICK.replace(quoted(part), instead == null ? "" : quoted(instead));

    assertThatThrownBy(() -> codec.decode(broken.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(reason.trim());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'item':'b'       | 'item':'a'                  | item a is shown twice",
        "'item':'b'       | 'item':'b','scores':[1,'x'] | items[1].scores[1] must be a finite number",
        "'item':'b'       | 'item':'b','ids':{'c':3}    | items[1].ids.c must be a string",
        "'item':'b'       | 'itm':'b'                   | items[1].item is missing",
        "'index':0.0      | 'index':1e999               | state.dense.index must be a finite number",
        "'index':0.0      | 'index':1e20                | state.dense.index must be from -1e19 to 1e19",
        "'item':'b'       | 'item':'b','dense':{'p':-1e30} | dense.p of item b must be from -1e19 to 1e19",
        "'item':'b'       | 'item':'b','ids':{'c':'\\ud800'} | ids.c of item b holds half a character",
        "'candidates':2   | 'candidates':1              | candidates must be 2 or more, was 1",
        "'action':[1.0]   | 'action':[0.0]              | action[0] must be finite and above 0",
        "'pageIndex':0    | 'pageIndex':-1              | pageIndex must be 0 or more, was -1",
        "'propensity':1.0 | 'propensity':-1             | propensity must not be negative",
      })
  void a_malformed_page_is_refused_by_its_fields_path(String part, String instead, String reason) {
    String page = new String(codec.encode(TestFeed.page("s/0", 0, "a", "b")), UTF_8);
    String broken = page.replace(quoted(part), quoted(instead));

    assertThatThrownBy(() -> codec.decode(broken.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(reason.trim());
  }

  @Test
  void bytes_that_are_no_text_too_large_or_missing_are_refused() {
    assertThatThrownBy(() -> codec.decode(CLICK.replace("\"c\"", "\"ü\"").getBytes(ISO_8859_1)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> codec.decode(new byte[EventCodec.MAX_BYTES + 1]))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("1048577 bytes");
    assertThatThrownBy(() -> codec.decode(null)).isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> codec.decode(new byte[0]))
        .isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> codec.decode("[".repeat(100_000).getBytes(UTF_8)))
        .isInstanceOf(MalformedRecordException.class);
  }

  private static String quoted(String text) {
    return text.trim().replace('\'', '"');
  }

  private static Event withDense(Map<String, Double> dense) {
    Decision d = ((Event.PageShown) TestFeed.page("s/0", 0, "a")).decision();
    return new Event.PageShown(
        new Decision(
            d.page(),
            d.user(),
            d.session(),
            d.pageIndex(),
            d.time(),
            d.bucket(),
            d.policy(),
            d.version(),
            d.action(),
            d.propensity(),
            new State(List.of(), dense, Map.of()),
            d.items(),
            d.candidates()));
  }
}
