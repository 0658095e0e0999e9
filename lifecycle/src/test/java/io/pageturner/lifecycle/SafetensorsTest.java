package io.pageturner.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final String TENSOR = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}";

  @TempDir Path directory;

  /** The bytes were written down from the format's description, not made by this code. */
  @Test
  void theFileHasTheBytesOfTheFormat() throws IOException {
    Path file = directory.resolve("w");
    Safetensors.write(
        file, Weights.of(Map.of("a", new Tensor(new int[] {2}, new float[] {1, -2.5f}))));
    String header = TENSOR.replace('\'', '"') + "  ";
    assertThat(header).hasSize(0x38);
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
        .isEqualTo(
            "3800000000000000"
                + HexFormat.of().formatHex(header.getBytes(StandardCharsets.US_ASCII))
                + "0000803f"
                + "000020c0");
  }

  /**
   * As Python's library writes it: keys in another order, free texts, tensors not in data order.
   */
  @Test
  void whatOthersWriteIsReadInTheOrderOfTheData() throws IOException {
    Path file =
        file(
            "{'__metadata__':{'format':'np'},"
                + "'b':{'data_offsets':[4,12],'shape':[1,2],'dtype':'F32'},"
                + "'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}",
            1,
            2,
            3);
    Weights weights = Safetensors.read(file);
    assertThat(weights.names()).containsExactly("a", "b");
    assertThat(weights.tensor("a")).isEqualTo(new Tensor(new int[0], new float[] {1}));
    assertThat(weights.tensor("b")).isEqualTo(new Tensor(new int[] {1, 2}, new float[] {2, 3}));
  }

  @Test
  void freeTextsAreKeptBesideTheTensors() throws IOException {
    Path file = directory.resolve("w");
    Weights weights = Weights.of(Map.of("a", new Tensor(new int[] {1}, new float[] {1})));
    Safetensors.write(file, weights, Map.of("agent", "dqn \"ü\""));
    Safetensors.Content content = Safetensors.readAll(file);
    assertThat(content.metadata()).isEqualTo(Map.of("agent", "dqn \"ü\""));
    assertThat(content.weights()).isEqualTo(weights).isEqualTo(Safetensors.read(file));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("{\"__metadata__\":{\"agent\":");
    Safetensors.write(file, weights);
    assertThat(Safetensors.readAll(file).metadata()).isEmpty();
  }

  @Test
  void noTensorsAreAFileToo() throws IOException {
    Path file = directory.resolve("w");
    Safetensors.write(file, Weights.of(Map.of()));
    assertThat(Safetensors.read(file).names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|the header is not a JSON object",
        "{'a'|the header is not JSON",
        "{'__metadata__':[]}|__metadata__ must be an object of texts, was []",
        "{'__metadata__':{'k':1}}|__metadata__.k must be a text, was 1",
        "{} {}|the header is not JSON",
        "{'a':{'dtype':'F16','shape':[4],'data_offsets':[0,8]}}|a has dtype \"F16\", only F32",
        "{'a':{'shape':[2],'data_offsets':[0,8]}}|only F32 is read",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}|a.shape must be an array, was 2",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|a.shape[0] must be a whole number",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}|a.shape[0] must be a whole",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,8]}}|more values than fit",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|do not fit shape [3]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|do not fit shape [2]",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}|must be a whole number within 0 and 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}}|do not fit shape [2]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}|a.data_offsets[0] must be a whole",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[1e30,8]}}|a.data_offsets[0] must be a whole",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|cover 4 bytes of data, the file has 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|a begins at 4, the data before it",
      })
  void aLyingHeaderIsRefusedWithItsReason(String header, String reason) throws IOException {
    Path file = file(header, 1, 2);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not readable safetensors: ")
        .hasMessageContaining(reason);
  }

  @Test
  void overlappingAndRepeatedTensorsAreRefused() throws IOException {
    String overlap =
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}";
    assertThatThrownBy(() -> Safetensors.read(file(overlap, 1, 2)))
        .hasMessageContaining("b begins at 4, the data before it ends at 8");
    String twice = TENSOR.substring(0, TENSOR.length() - 1) + "," + TENSOR.substring(1);
    assertThatThrownBy(() -> Safetensors.read(file(twice, 1, 2)))
        .hasMessageContaining("Duplicate field 'a'");
  }

  @Test
  void aHeaderLengthBeyondTheFileOrTheBoundIsRefusedBeforeItIsRead() throws IOException {
    for (long length : List.of(-1L, 0L, 1L, 9L, (long) Integer.MAX_VALUE, Long.MAX_VALUE)) {
      Path file = directory.resolve("w" + length);
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(file, bytes.array());
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("header length " + length + " must be within 2 and 8");
    }
  }

  @Test
  void deepNestingIsRefusedWithoutExhaustingTheStack() throws IOException {
    Path file = file("[".repeat(100_000));
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the header is not JSON");
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file(TENSOR, 1, 2));
    for (int length = 0; length < whole.length; length++) {
      Path file = directory.resolve("cut" + length);
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFileWithBytesBehindTheDataIsRefused() throws IOException {
    assertThatThrownBy(() -> Safetensors.read(file(TENSOR, 1, 2, 3)))
        .hasMessageContaining("cover 8 bytes of data, the file has 12");
  }

  @Test
  void theReservedNameIsNoTensor() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("__metadata__", new Tensor(new int[] {1}, new float[1]));
    assertThatThrownBy(() -> Safetensors.write(directory.resolve("w"), Weights.of(tensors)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("__metadata__ is reserved");
  }

  /** A file of this header, with ' for ", and these values. */
  private Path file(String header, float... values) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return Files.write(Files.createTempFile(directory, "w", ""), bytes.array());
  }
}
