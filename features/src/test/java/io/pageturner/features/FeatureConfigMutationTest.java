package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** However a configuration is spoiled, it is either read or refused with a line and a rule. */
class FeatureConfigMutationTest {
  private static final List<String> GOOD =
      List.of(
          "version: 1",
          "zone: Europe/Paris",
          "sequence: {length: 10, dimension: 4}",
          "page:",
          "  - {name: distance, kind: dense, missing: 3, transform: clip, bounds: [0, 9]}",
          "  - {name: city, kind: id, rows: 100, dimension: 5, minCount: 2}",
          "  - {name: clicked, kind: binary-sequence, of: click, windows: [1h, 6h], levels: 3}",
          "  - {name: since, kind: gap, of: order, bounds: [1m, 1h]}",
          "  - {name: clicks, kind: count, window: 6h, transform: bucket, bounds: [1, 3]}",
          "candidate:",
          "  - {name: price, kind: dense, transform: log}",
          "  - {name: category, kind: id}",
          "crosses:",
          "  - {of: [city, category], rows: 500}",
          "network: {pooling: convolution, widths: [2, 4], filters: 3, state: 32}");

  private static final List<String> SPOILERS =
      List.of(
          "",
          " ",
          "null",
          "~",
          "[]",
          "{}",
          "[[1]]",
          "-1",
          "0",
          "1e999",
          "NaN",
          ".inf",
          "9e18",
          "99999999999999999999",
          "999999999999d",
          "0s",
          "1h",
          "true",
          "'x'",
          "&a [*a]",
          "*b",
          "!!str 3",
          "|",
          "x".repeat(300),
          "\u0000",
          "--- {}",
          "? :",
          "request",
          "\ud800");

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void spoiledTextsAreReadOrRefused(@ForAll Random random) {
    StringBuilder text = new StringBuilder(String.join("\n", GOOD)).append('\n');
    for (int i = random.nextInt(3); i >= 0; i--) {
      spoil(text, random);
    }
    try {
      assertThat(FeatureConfigParser.parse("spoiled", text.toString()).hash()).hasSize(64);
    } catch (FeatureConfigException e) {
      assertThat(e.faults()).as(text.toString()).isNotEmpty();
      assertThat(e.faults())
          .allSatisfy(fault -> assertThat(fault.line()).isBetween(1, 1 + lines(text)));
      assertThat(e.faults()).allSatisfy(fault -> assertThat(fault.message()).isNotBlank());
    }
  }

  private static int lines(StringBuilder text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  /** Replaces what stands between two of the text's marks, or cuts or doubles a line. */
  private static void spoil(StringBuilder text, Random random) {
    int start = random.nextInt(text.length());
    int end = Math.min(text.length(), start + random.nextInt(12));
    String spoiler = SPOILERS.get(random.nextInt(SPOILERS.size()));
    switch (random.nextInt(3)) {
      case 0 -> text.replace(start, end, spoiler);
      case 1 -> replaceValue(text, start, spoiler);
      default -> text.insert(start, text.substring(start, end));
    }
  }

  private static void replaceValue(StringBuilder text, int from, String spoiler) {
    int colon = text.indexOf(": ", from);
    if (colon >= 0) {
      int end = colon + 2;
      while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      text.replace(colon + 2, end, spoiler);
    }
  }
}
