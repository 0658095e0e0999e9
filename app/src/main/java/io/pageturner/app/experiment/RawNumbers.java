package io.pageturner.app.experiment;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** An ablation's raw numbers as CSV: one line per figure of a run. */
final class RawNumbers {
  private RawNumbers() {}

  static void write(Path file, Ablation ablation) throws IOException {
    try (Writer out = Files.newBufferedWriter(file);
        CSVPrinter csv =
            CSVFormat.RFC4180
                .builder()
                .setHeader("measure", "variant", "seed", "figure", "value")
                .get()
                .print(out)) {
      for (Ablation.Run run : ablation.runs()) {
        for (Map.Entry<String, Double> figure : run.figures().entrySet()) {
          csv.printRecord(
              run.measure(), run.variant(), run.seed(), figure.getKey(), figure.getValue());
        }
        csv.printRecord(run.measure(), run.variant(), run.seed(), "seconds", run.seconds());
      }
    }
  }
}
