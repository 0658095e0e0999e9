package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One-line candidates for tests. */
final class Candidates {
  static final String NAME = "policy";
  static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private Candidates() {}

  /** A candidate whose one weight is {@code value}. */
  static Candidate candidate(float value) {
    return candidate(weights(value), Map.of("lossV", 0.5));
  }

  static Candidate candidate(Weights weights, Map<String, Double> metrics) {
    return new Candidate(NAME, lineage(metrics), directory -> write(directory, weights));
  }

  static Lineage lineage(Map<String, Double> metrics) {
    return new Lineage(
        NOON,
        "0.1.0",
        Optional.of(new ModelVersion(7)),
        NOON.minusSeconds(3_600),
        NOON,
        12_345,
        42,
        "c0ffee",
        "none",
        new TreeMap<>(metrics));
  }

  static Weights weights(float... values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("actor_out_kernel", new Tensor(new int[] {values.length, 1}, values));
    tensors.put("actor_out_bias", new Tensor(new int[] {1}, new float[] {0}));
    return Weights.of(tensors);
  }

  /** The one weight that tells candidates apart. */
  static float mark(Bundle bundle) {
    try {
      return bundle.weights().tensor("actor_out_kernel").value(0);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static ModelVersion version(long number) {
    return new ModelVersion(number);
  }

  static double[][] column(double... unit) {
    return Arrays.stream(unit).mapToObj(u -> new double[] {u}).toArray(double[][]::new);
  }

  private static void write(Path directory, Weights weights) throws java.io.IOException {
    Files.writeString(directory.resolve("saved_model.pb"), "graph");
    Path home = Files.createDirectories(directory.resolve(Bundle.PAGETURNER_DIRECTORY));
    Safetensors.write(home.resolve(Bundle.WEIGHTS_FILE), weights);
  }
}
