package io.pageturner.pipeline.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The frame of every JSON record, {@code {"v":1,"kind":…,…}}, and what all of them write alike. */
final class Json {
  static final int VERSION = 1;

  /** The fast double writer gives the shortest form on every Java version, so bytes are stable. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Writes the fields of one object. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] encode(String kind, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeStringField("kind", kind);
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a record of kind " + kind + " cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** Reads a record; {@code body} must read every field of it. */
  static <T> T decode(byte[] bytes, Function<Fields, T> body) {
    if (bytes == null) {
      throw new MalformedRecordException("the record has no value");
    }
    return Fields.read(
        parse(bytes),
        fields -> {
          int version = fields.count("v");
          if (version != VERSION) {
            throw new MalformedRecordException("v is " + version + ", known is " + VERSION);
          }
          return body.apply(fields);
        });
  }

  /** Reads a record of one kind. */
  static <T> T decode(String kind, byte[] bytes, Function<Fields, T> body) {
    return decode(
        bytes,
        fields -> {
          String found = fields.text("kind");
          if (!found.equals(kind)) {
            throw new MalformedRecordException("kind is '" + found + "', expected '" + kind + "'");
          }
          return body.apply(fields);
        });
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new MalformedRecordException("not JSON: " + firstLine(e), e);
    }
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** Empty text is left out: its reader takes what is absent for empty. */
  static void writeUnlessEmpty(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  static void writeNumbers(JsonGenerator json, String name, double[] values) throws IOException {
    if (values.length > 0) {
      json.writeFieldName(name);
      json.writeArray(values, 0, values.length);
    }
  }

  static void writeTexts(JsonGenerator json, String name, Collection<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }

  static void writeNumbers(JsonGenerator json, String name, Map<String, Double> values)
      throws IOException {
    if (!values.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, Double> entry : new TreeMap<>(values).entrySet()) {
        json.writeNumberField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    }
  }

  static void writeTexts(JsonGenerator json, String name, Map<String, String> values)
      throws IOException {
    if (!values.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    }
  }
}
