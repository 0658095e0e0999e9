package io.pageturner.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;

/** Calls the API as a client would. */
public final class TestClient {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final HttpClient http;
  private final String base;
  private final String key;

  public TestClient(int port) {
    this("http://", port);
  }

  public TestClient(String scheme, int port) {
    this(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        scheme + "127.0.0.1:" + port,
        "");
  }

  private TestClient(HttpClient http, String base, String key) {
    this.http = http;
    this.base = base;
    this.key = key;
  }

  /** The same client with an API key. */
  public TestClient withKey(String other) {
    return new TestClient(http, base, other);
  }

  /** The same client that trusts what this context trusts. */
  public TestClient withTrust(SSLContext context) {
    return new TestClient(HttpClient.newBuilder().sslContext(context).build(), base, key);
  }

  /** What came back. */
  public record Reply(int status, String text, HttpResponse<String> response) {
    public JsonNode json() {
      try {
        return MAPPER.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    public JsonNode error() {
      return json().path("error");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public Reply get(String path) {
    return send(request(path).GET().build());
  }

  public Reply post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** A page of three items, where order scores turn click scores around. */
  public Reply rank(String user) {
    return post("/v1/rank", page(user));
  }

  public Reply click(String id, String user, String item) {
    return post("/v1/events", "{\"events\":[" + event("click", id, user, item) + "]}");
  }

  public static String page(String user) {
    return """
        {"user":"%s","session":"s1","context":{"distance":1.2,"entry":"search"},
         "candidates":[
           {"id":"i1","scores":{"click":0.1,"order":0.02},"features":{"price":9.5,"category":"c3"}},
           {"id":"i2","scores":{"click":0.3,"order":0.0}},
           {"id":"i3","scores":{"click":0.2,"order":0.2}}]}
        """
        .formatted(user);
  }

  public static String event(String type, String id, String user, String item) {
    return """
        {"id":"%s","type":"%s","user":"%s","session":"s1","item":"%s","category":"c1"}
        """
        .formatted(id, type, user, item);
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  public Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
