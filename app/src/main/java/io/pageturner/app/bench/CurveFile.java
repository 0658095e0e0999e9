package io.pageturner.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The learning curves of one contest as a CSV file, a row per evaluation.
 *
 * @param path of the file; replaced whole
 */
public record CurveFile(Path path) {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader("seed", "steps", "return", "deviation", "seconds", "cpu_seconds")
          .setSkipHeaderRecord(true)
          .setRecordSeparator('\n')
          .get();

  /**
   * What was measured before; nothing when there is no file.
   *
   * @throws IOException that names the line which is no evaluation
   */
  public List<CurvePoint> read() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (CSVParser rows = CSVParser.parse(path, UTF_8, FORMAT)) {
      return rows.stream().map(CurveFile::point).toList();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IOException(path + " does not hold learning curves: " + e.getMessage(), e);
    }
  }

  private static CurvePoint point(CSVRecord row) {
    return new CurvePoint(
        Long.parseLong(row.get("seed")),
        Long.parseLong(row.get("steps")),
        Double.parseDouble(row.get("return")),
        Double.parseDouble(row.get("deviation")),
        Double.parseDouble(row.get("seconds")),
        Double.parseDouble(row.get("cpu_seconds")));
  }

  public void write(List<CurvePoint> points) throws IOException {
    Path aside = path.resolveSibling("." + path.getFileName() + ".next");
    try (Writer out = Files.newBufferedWriter(aside);
        CSVPrinter rows = new CSVPrinter(out, FORMAT.builder().setSkipHeaderRecord(false).get())) {
      for (CurvePoint each : points) {
        rows.printRecord(
            each.seed(),
            each.steps(),
            each.mean(),
            each.deviation(),
            each.seconds(),
            each.cpuSeconds());
      }
    }
    Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
