package io.pageturner.features;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JSON file of {@link Preprocessing} that is shipped in a model's bundle.
 *
 * <pre>
 *   {"zScores": {"distance": {"mean": 4.1, "deviation": 2.0}, …}, "rows": {"city": {"Graz": 2, …}, …}}
 * </pre>
 *
 * <p>Written and read as a stream: a growing feature may have millions of ids.
 */
public final class PreprocessingJson {
  /** Ids are field names: keeping each in a table of names would take more than the ids. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private PreprocessingJson() {}

  public static void write(Path file, Preprocessing preprocessing) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("zScores");
      for (Map.Entry<String, ZScore> entry : new TreeMap<>(preprocessing.zScores()).entrySet()) {
        json.writeObjectFieldStart(entry.getKey());
        json.writeNumberField("mean", entry.getValue().mean());
        json.writeNumberField("deviation", entry.getValue().deviation());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeObjectFieldStart("rows");
      for (var feature : new TreeMap<>(preprocessing.rows()).entrySet()) {
        json.writeObjectFieldStart(feature.getKey());
        for (Map.Entry<String, Integer> row : feature.getValue().entrySet()) {
          json.writeNumberField(row.getKey(), row.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when the file is missing or not of that form; says where
   */
  public static Preprocessing read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        JsonParser json = JSON.createParser(in)) {
      Map<String, ZScore> zScores = null;
      Map<String, Map<String, Integer>> rows = null;
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      for (String key = field(json); key != null; key = field(json)) {
        switch (key) {
          case "zScores" -> zScores = object(json, PreprocessingJson::zScore);
          case "rows" -> rows = object(json, PreprocessingJson::rows);
          default -> throw new JsonParseException(json, "there is no field '" + key + "'");
        }
      }
      if (zScores == null || rows == null) {
        throw new JsonParseException(json, "needs the objects zScores and rows");
      }
      return new Preprocessing(zScores, rows);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(file + " is no pre-processing: " + e.getMessage(), e);
    }
  }

  /** Reads the value of one field. */
  private interface Reader<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> Map<String, T> object(JsonParser json, Reader<T> value) throws IOException {
    Map<String, T> values = new HashMap<>();
    expect(json, json.nextToken(), JsonToken.START_OBJECT);
    for (String key = field(json); key != null; key = field(json)) {
      values.put(key, value.read(json));
    }
    return values;
  }

  private static ZScore zScore(JsonParser json) throws IOException {
    Map<String, Double> parts = object(json, PreprocessingJson::number);
    if (!parts.keySet().equals(Set.of("mean", "deviation"))) {
      throw new JsonParseException(json, "a z-score has mean and deviation, not " + parts);
    }
    return new ZScore(parts.get("mean"), parts.get("deviation"));
  }

  private static double number(JsonParser json) throws IOException {
    if (!json.nextToken().isNumeric()) {
      throw new JsonParseException(json, "must be a number");
    }
    return json.getDoubleValue();
  }

  private static Map<String, Integer> rows(JsonParser json) throws IOException {
    IdRows rows = new IdRows(1, Integer.MAX_VALUE);
    expect(json, json.nextToken(), JsonToken.START_OBJECT);
    for (String id = field(json); id != null; id = field(json)) {
      expect(json, json.nextToken(), JsonToken.VALUE_NUMBER_INT);
      rows.put(id, json.getIntValue());
    }
    return rows.snapshot();
  }

  /** The next field's name; null at the object's end. */
  private static String field(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.END_OBJECT) {
      return null;
    }
    expect(json, token, JsonToken.FIELD_NAME);
    return json.currentName();
  }

  private static void expect(JsonParser json, JsonToken found, JsonToken wanted)
      throws IOException {
    if (found != wanted) {
      throw new JsonParseException(json, "expected " + wanted + ", found " + found);
    }
  }
}
