package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.UnknownFieldSet;
import io.pageturner.domain.State;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.PredictMessages;
import io.pageturner.serving.model.ServedPolicy;
import io.pageturner.serving.model.StateTensors;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;

/**
 * A bundle in another TensorFlow, Python's, answers the very bits that TensorFlow answers here;
 * where {@code python3}, or the one that {@code PAGETURNER_TENSORFLOW_PYTHON} names, has one.
 */
class OtherTensorFlowTest {
  private static final String PYTHON =
      Optional.ofNullable(System.getenv("PAGETURNER_TENSORFLOW_PYTHON")).orElse("python3");

  @TempDir Path directory;

  @Test
  void answersTheSameBits() throws IOException, InterruptedException {
    assumeTrue(
        run(new File("/dev/null"), "-c", "import tensorflow").isPresent(),
        PYTHON + " finds no tensorflow here");
    Bundle bundle = new BundleStore(directory).add(TensorFlowPolicy.candidate());
    ServedPolicy policy =
        new PolicyLoader(ItemLookup.always(TensorFlowPolicy.EMBEDDINGS)).load(bundle);
    List<String> lines = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    try (SavedModelBundle model = SavedModelBundle.load(bundle.directory().toString(), "serve")) {
      for (State state : TensorFlowPolicy.STATES) {
        StateTensors tensors = policy.tensors(state);
        lines.add(json(policy.shapes(), tensors));
        byte[] request =
            PredictMessages.request("policy", Optional.empty(), policy.shapes(), tensors);
        float unit =
            TensorFlowPolicy.call(
                model, TensorFlowPolicy.inputs(UnknownFieldSet.parseFrom(request)));
        expected.add(Integer.toString(Float.floatToIntBits(unit)));
      }
    }
    Path input = Files.write(directory.resolve("states.jsonl"), lines);
    Optional<List<String>> answered =
        run(input.toFile(), "src/test/python/predict.py", bundle.directory().toString());
    assertThat(answered).contains(expected);
  }

  private static String json(StateTensors.Shapes shapes, StateTensors tensors) throws IOException {
    float[][] items = new float[shapes.length()][shapes.dimension()];
    for (int step = 0; step < items.length; step++) {
      System.arraycopy(
          tensors.items(), step * shapes.dimension(), items[step], 0, shapes.dimension());
    }
    return new ObjectMapper()
        .writeValueAsString(
            Map.of(
                "items", List.of(items),
                "mask", List.of(tensors.mask()),
                "dense", List.of(tensors.dense()),
                "ids", List.of(tensors.ids())));
  }

  /** What Python wrote, by lines; empty when it failed, or there is none. */
  private static Optional<List<String>> run(File input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(input)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(output.lines().toList()) : Optional.empty();
  }
}
