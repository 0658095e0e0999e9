package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON bodies: read strictly and within bounds, written piece by piece. */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();
  private static final int MAX_NUMBER_LENGTH = 400;
  private static final int MAX_STRING_LENGTH = 64 << 10;

  private final JsonFactory streams;
  private final ObjectReader reader;

  /** What reads a body value by value. */
  @FunctionalInterface
  interface Streamed<T> {
    T read(JsonStream body) throws IOException;
  }

  /** What writes a body. */
  @FunctionalInterface
  interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * @param maxDepth greatest nesting that is read
   */
  Json(int maxDepth) {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxStringLength(MAX_STRING_LENGTH)
            .build();
    TSFBuilder<?, ?> factory =
        JsonFactory.builder()
            .streamReadConstraints(bounds)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER);
    streams = factory.build(); // JsonStream finds doubled fields itself.
    reader =
        JsonMapper.builder(factory.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
  }

  /**
   * The body's one JSON value.
   *
   * @throws InvalidRequestException that says where the text stops being JSON
   */
  JsonPart read(byte[] body) {
    try {
      JsonNode node = reader.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw empty();
      }
      return JsonPart.root(node);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * What is made of the body's one JSON value while it is read: without a tree, which costs more
   * than all the rest of a page.
   *
   * @throws InvalidRequestException that says where the text stops being JSON, also when something
   *     else is wrong before that; else the first thing that {@code streamed} finds wrong
   */
  <T> T read(byte[] body, Streamed<T> streamed) {
    try (JsonParser parser = streams.createParser(body)) {
      if (parser.nextToken() == null) {
        throw empty();
      }
      return read(parser, streamed);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private static <T> T read(JsonParser parser, Streamed<T> streamed) throws IOException {
    try {
      T value = streamed.read(new JsonStream(parser));
      requireEnd(parser);
      return value;
    } catch (InvalidRequestException e) {
      requireEnd(parser); // That a body is not JSON is told before what it says.
      throw e;
    }
  }

  /** Reads on to the end of the one value, and requires that nothing comes after it. */
  private static void requireEnd(JsonParser parser) throws IOException {
    while (true) {
      boolean ended = parser.getParsingContext().inRoot();
      if (parser.nextToken() == null) {
        return;
      }
      if (ended) {
        throw new JsonParseException(parser, "a second value, where the body should end");
      }
    }
  }

  private static InvalidRequestException empty() {
    return malformed("the body is empty, it must be a JSON object");
  }

  private static InvalidRequestException malformed(IOException e) {
    if (e instanceof JsonProcessingException json) {
      JsonLocation at = json.getLocation();
      String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      return malformed(firstLine(json.getOriginalMessage()) + " at " + where);
    }
    return malformed("the body is not JSON in UTF-8: " + firstLine(e.getMessage()));
  }

  static byte[] write(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      body.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** A field that is an array of texts. */
  static void writeTexts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  /** JSON knows no NaN and no infinity: a value that is not there is null. */
  static void writeFinite(JsonGenerator out, String name, double value) throws IOException {
    out.writeFieldName(name);
    writeFinite(out, value);
  }

  /** As {@link #writeFinite(JsonGenerator, String, double)}, in an array. */
  static void writeFinite(JsonGenerator out, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  private static InvalidRequestException malformed(String message) {
    return new InvalidRequestException(Kind.MALFORMED_JSON, "", message);
  }

  private static String firstLine(String message) {
    return message == null ? "not JSON" : message.lines().findFirst().orElse("not JSON");
  }
}
