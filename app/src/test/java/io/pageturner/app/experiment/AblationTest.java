package io.pageturner.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationTest {
  private static final FeatureConfig CONFIG = FeatureConfigParser.parse("test", "version: 1\n");

  @TempDir private Path directory;

  /** The length of the variant's name, plus its seed: 1.00 ± sd of 1, 2, 3 for "". */
  private record NameLength(String name, List<Variant> variants) implements Measure {
    @Override
    public List<Column> columns() {
      return List.of(new Column("length", "length, %", 100));
    }

    @Override
    public SortedMap<String, Double> of(Variant variant, long seed) {
      return new TreeMap<>(Map.of("length", (double) variant.name().length() + seed));
    }
  }

  private static final class Quiet implements Ablation.Progress {
    private final List<String> begun = new ArrayList<>();

    @Override
    public void begins(int number, int of, String measure, String variant, long seed) {
      begun.add(number + "/" + of + " " + measure + " " + variant + " " + seed);
    }

    @Override
    public void ended(Ablation.Run run) {
      assertThat(run.seconds()).isNotNegative();
    }
  }

  private final List<Measure> measures =
      List.of(
          new NameLength("one", List.of(variant("a"), variant("bb"))),
          new NameLength("two", List.of(variant("a"))));
  private final Quiet progress = new Quiet();

  @Test
  void goesSeedAfterSeedSoThatATimeLimitCutsAllVariantsAlike() {
    Iterator<Boolean> more = List.of(true, true, true, true, false).iterator();
    Ablation ablation = Ablation.run(measures, 3, more::next, progress);
    assertThat(progress.begun)
        .containsExactly("1/9 one a 1", "2/9 one bb 1", "3/9 two a 1", "4/9 one a 2");
    assertThat(ablation.runs()).hasSize(4);
    assertThat(ablation.moments("one", "bb", "length").count()).isEqualTo(1);
  }

  @Test
  void theTableSaysMeanDeviationAndNumberOfSeeds() {
    Ablation ablation = Ablation.run(measures, 3, () -> true, progress);
    // a: 2, 3, 4 → mean 3, sd 1; bb: 3, 4, 5; in %.
    assertThat(table().markdown(ablation, measures))
        .isEqualTo(
            """
            | names | one: length, % | two: length, % |
            | --- | ---: | ---: |
            | first | 300.00 ± 100.00 (3) | 300.00 ± 100.00 (3) |
            | second | 400.00 ± 100.00 (3) | – |
            """);
  }

  @Test
  void theRawNumbersHaveALinePerFigure() throws IOException {
    Ablation ablation = Ablation.run(measures, 1, () -> true, progress);
    try (RawNumbers raw = RawNumbers.open(directory.resolve("raw.csv"))) {
      ablation.runs().forEach(raw::add);
    }
    assertThat(Files.readAllLines(directory.resolve("raw.csv")))
        .contains("measure,variant,seed,figure,value", "one,a,1,length,2.0", "two,a,1,length,2.0")
        .anyMatch(line -> line.startsWith("one,bb,1,seconds,"));
  }

  @Test
  void theChartIsAPictureAlsoWhenLittleWasMeasured() throws IOException {
    for (int runs : new int[] {9, 1, 0}) {
      int[] left = {runs};
      Ablation ablation = Ablation.run(measures, 3, () -> left[0]-- > 0, progress);
      Path file = directory.resolve("chart" + runs + ".png");
      AblationChart.write(file, ablation, List.of(table()), measures);
      assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(500);
    }
  }

  private static AblationTable table() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("first", "a");
    rows.put("second", "bb");
    return new AblationTable("names", rows);
  }

  private static Variant variant(String name) {
    return new Variant(name, CONFIG, true);
  }
}
