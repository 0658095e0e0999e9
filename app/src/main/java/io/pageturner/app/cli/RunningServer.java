package io.pageturner.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option of a command that asks a running server, and how it asks. */
final class RunningServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "PAGETURNER_API_KEY";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Default: ${DEFAULT-VALUE}",
      defaultValue = "http://127.0.0.1:8080",
      scope = ScopeType.INHERIT)
  private URI server;

  URI address() {
    return server;
  }

  /**
   * @throws IOException with the server's own message when it refuses
   */
  JsonNode get(String path) throws IOException {
    return send(HttpRequest.newBuilder(server.resolve(path)).GET());
  }

  /**
   * @throws IOException with the server's own message when it refuses
   */
  JsonNode post(String path, Object body) throws IOException {
    return send(
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException {
    String key = System.getenv().getOrDefault(KEY, "");
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw new IOException(answer.path("error").path("message").asText(response.body()));
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + server, e);
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + server, e);
    }
  }
}
