package io.pageturner.app.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** An ablation's raw numbers as CSV, written run by run: one line per figure of a run. */
final class RawNumbers implements AutoCloseable {
  private final CSVPrinter csv;

  private RawNumbers(CSVPrinter csv) {
    this.csv = csv;
  }

  /** Starts the file anew. */
  static RawNumbers open(Path file) throws IOException {
    return new RawNumbers(
        CSVFormat.RFC4180
            .builder()
            .setHeader("measure", "variant", "seed", "figure", "value")
            .get()
            .print(Files.newBufferedWriter(file)));
  }

  void add(Ablation.Run run) {
    try {
      for (Map.Entry<String, Double> figure : run.figures().entrySet()) {
        csv.printRecord(
            run.measure(), run.variant(), run.seed(), figure.getKey(), figure.getValue());
      }
      csv.printRecord(run.measure(), run.variant(), run.seed(), "seconds", run.seconds());
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("raw numbers cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
