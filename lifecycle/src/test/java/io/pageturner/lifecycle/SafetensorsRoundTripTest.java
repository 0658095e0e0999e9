package io.pageturner.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SafetensorsRoundTripTest {

  @Property(tries = 100)
  void whatIsWrittenIsReadBackToTheBit(@ForAll("weights") Weights weights) throws IOException {
    Path file = Files.createTempFile("weights", ".safetensors");
    try {
      Safetensors.write(file, weights);
      Weights read = Safetensors.read(file);
      assertThat(read).isEqualTo(weights);
      assertThat(read.names()).containsExactlyElementsOf(weights.names());
    } finally {
      Files.delete(file);
    }
  }

  /** Whatever one byte becomes, reading gives weights or an IOException, and nothing else. */
  @Property(tries = 250)
  void aFlippedByteNeverBreaksTheReader(
      @ForAll @IntRange(max = 150) int index, @ForAll byte replacement) throws IOException {
    Path file = Files.createTempFile("weights", ".safetensors");
    try {
      Safetensors.write(file, Candidates.weights(1, 2, 3));
      byte[] bytes = Files.readAllBytes(file);
      bytes[index] = replacement;
      Files.write(file, bytes);
      assertThatCode(() -> readOrIoException(file)).doesNotThrowAnyException();
    } finally {
      Files.delete(file);
    }
  }

  private static void readOrIoException(Path file) {
    try {
      Safetensors.read(file);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("is not readable safetensors");
    }
  }

  @Provide
  Arbitrary<Weights> weights() {
    Arbitrary<List<String>> names =
        Arbitraries.strings()
            .ofMinLength(1)
            .ofMaxLength(12)
            .filter(name -> !name.equals("__metadata__") && encodable(name))
            .list()
            .uniqueElements()
            .ofMaxSize(5);
    Arbitrary<List<List<Integer>>> shapes =
        Arbitraries.integers().between(0, 4).list().ofMaxSize(4).list().ofSize(5);
    return Combinators.combine(names, shapes, Arbitraries.longs())
        .as(SafetensorsRoundTripTest::weights);
  }

  private static Weights weights(List<String> names, List<List<Integer>> shapes, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int[] shape = shapes.get(i).stream().mapToInt(Integer::intValue).toArray();
      float[] values = new float[Tensor.sizeOf(shape)];
      for (int v = 0; v < values.length; v++) {
        // Any bits: subnormal numbers, NaN and infinities too.
        values[v] = Float.intBitsToFloat(random.nextInt());
      }
      tensors.put(names.get(i), new Tensor(shape, values));
    }
    return Weights.of(tensors);
  }

  /** Half a surrogate pair is no text that UTF-8, and so JSON, could carry. */
  private static boolean encodable(String name) {
    return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }
}
