package io.pageturner.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MultisetDigestTest {
  /** Reference value from Python: (2·sha256(a) + sha256(b)) mod 2^256. */
  @Test
  void itIsTheSumOfTheHashesInAnyOrder() {
    String expected = "3 records, d352ea3b9470d4e0290db2cc992969cfdacb59f0b1ccc9303e74ddba35789213";

    assertThat(of("a", "b", "a")).isEqualTo(expected);
    assertThat(of("b", "a", "a")).isEqualTo(expected);
  }

  @Test
  void whatIsLostOrRepeatedShows() {
    assertThat(of("a", "b"))
        .isNotEqualTo(of("a", "b", "b"))
        .isNotEqualTo(of("a"))
        .isNotEqualTo(of("a", "c"))
        .isNotEqualTo(of("ab", ""));
    assertThat(of("a", "a", "b")).isNotEqualTo(of("a", "b", "b"));
  }

  private static String of(String... records) {
    MultisetDigest digest = new MultisetDigest();
    for (String each : records) {
      digest.add(each.getBytes(UTF_8));
    }
    return digest.toString();
  }
}
