package io.pageturner.app.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Bodies of {@code POST /v1/rank}, one a line: what the feed would send, or has sent. */
final class RequestsFormat implements ProfiledFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "requests";
  }

  @Override
  public LogProfile read(Path log, Optional<String> pageColumn) throws IOException {
    LogProfile profile = new LogProfile();
    try (BufferedReader lines = ProfiledFormat.open(log)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          add(profile, request(log, number, line), log + ", line " + number + ": ");
        }
      }
    }
    return profile;
  }

  private static JsonNode request(Path log, long number, String line) throws IOException {
    try {
      JsonNode request = JSON.readTree(line);
      if (request.isObject()) {
        return request;
      }
    } catch (JsonProcessingException e) {
      throw new IOException(log + ", line " + number + ": not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IOException(log + ", line " + number + ": must be a JSON object, a request");
  }

  private static void add(LogProfile profile, JsonNode request, String where) throws IOException {
    profile.countPages(1);
    add(request.path("context"), where + "context", profile::ofPage);
    int i = 0;
    for (JsonNode candidate : request.path("candidates")) {
      profile.countCandidates(1);
      add(
          candidate.path("features"),
          where + "candidates[" + i++ + "].features",
          profile::ofCandidate);
    }
  }

  private static void add(JsonNode values, String where, Function<String, ColumnProfile> columns)
      throws IOException {
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      JsonNode value = entry.getValue();
      ColumnProfile column = columns.apply(entry.getKey());
      if (value.isNumber()) {
        column.add(value.doubleValue());
      } else if (value.isTextual()) {
        column.add(value.textValue());
      } else if (!value.isNull()) {
        throw new IOException(
            where + "." + entry.getKey() + " must be a number or a text, was " + value);
      }
    }
  }
}
