package io.pageturner.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pageturner.app.Resources;
import io.pageturner.features.FeatureConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast PyTorch learns with the same network and step, where {@code python3} has it.
 *
 * @param config features and network
 */
public record TorchSpeed(FeatureConfig config) {
  private static final String SCRIPT = "bench/advantage_ddpg.py";

  /** Whether {@code python3} runs here and finds PyTorch. */
  public static boolean installed() throws InterruptedException {
    try {
      Process python =
          new ProcessBuilder("python3", "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return python.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs the script.
   *
   * @throws IOException when it fails or says something else than figures; its errors go to ours
   */
  public List<TrainingSpeed.Speed> measure(List<Integer> batches)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-", sizes()));
    batches.forEach(batch -> command.add(batch.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    // PyTorch's own setting does not reach a BLAS with threads of its own.
    List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        .forEach(threads -> builder.environment().put(threads, "1"));
    Process python = builder.start();
    try (OutputStream in = python.getOutputStream()) {
      in.write(Resources.text(SCRIPT).getBytes(UTF_8));
    }
    List<TrainingSpeed.Speed> speeds;
    try (BufferedReader out = python.inputReader(UTF_8)) {
      speeds = out.lines().map(TorchSpeed::speed).toList();
    }
    if (python.waitFor() != 0 || speeds.size() != batches.size()) {
      throw new IOException("python3 ended with " + python.exitValue() + " in " + SCRIPT);
    }
    return speeds;
  }

  private static TrainingSpeed.Speed speed(String line) {
    String[] fields = line.split(" ");
    return new TrainingSpeed.Speed(
        Integer.parseInt(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
  }

  /** The network's sizes, as the script reads them. */
  String sizes() throws IOException {
    return JsonMapper.builder()
        .build()
        .writeValueAsString(
            Map.of(
                "length", config.sequenceLength(),
                "dimension", config.sequenceDimension(),
                "widths", config.network().widths(),
                "filters", config.network().filters(),
                "state", config.network().state(),
                "hidden", config.network().hidden(),
                "dense", config.pageNumeric().size(),
                "tables",
                    config.pageEmbedded().stream()
                        .map(each -> List.of(each.rows(), each.dimension()))
                        .toList()));
  }
}
