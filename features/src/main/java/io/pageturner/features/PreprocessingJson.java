package io.pageturner.features;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JSON file of {@link Preprocessing} that is shipped in a model's bundle. */
public final class PreprocessingJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private PreprocessingJson() {}

  public static void write(Path file, Preprocessing preprocessing) throws IOException {
    Files.write(file, MAPPER.writeValueAsBytes(preprocessing));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when the file is missing or not of that form
   */
  public static Preprocessing read(Path file) throws IOException {
    JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
    if (root == null || !root.has("zScores") || !root.has("rows")) {
      throw new IOException(file + " must hold the objects zScores and rows");
    }
    return new Preprocessing(
        MAPPER.convertValue(root.get("zScores"), new TypeReference<>() {}),
        MAPPER.convertValue(root.get("rows"), new TypeReference<>() {}));
  }
}
