import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page, a click on its first item, and the next page: java Feed.java [http://127.0.0.1:8080]
 *
 * <p>Where keys are asked for, PAGETURNER_KEY holds one. Your own client would use a JSON library.
 */
public final class Feed {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;

  private Feed(String server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    Feed feed = new Feed(arguments.length > 0 ? arguments[0] : "http://127.0.0.1:8080");
    String user = "java-" + UUID.randomUUID();
    String page =
        """
        {"user": "%s", "session": "s1", "candidates": [
          {"id": "soup",  "scores": {"click": 0.12, "order": 0.04}},
          {"id": "salad", "scores": {"click": 0.20, "order": 0.01}},
          {"id": "stew",  "scores": {"click": 0.05, "order": 0.03}}]}
        """
            .formatted(user);
    String first = feed.call("/v1/rank", page);
    System.out.println(first);
    // The client makes the id of an event: sending the same one again counts once.
    System.out.println(
        feed.call(
            "/v1/events",
            """
            {"events": [{"id": "%s", "type": "click", "user": "%s", "session": "s1",
                         "pageId": "%s", "item": "%s"}]}
            """
                .formatted(
                    UUID.randomUUID(),
                    user,
                    found(first, "\"pageId\":\"([^\"]+)\""),
                    found(first, "\"items\":\\[\\{\"id\":\"([^\"]+)\""))));
    System.out.println(feed.call("/v1/rank", page));
  }

  private String call(String path, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    String key = System.getenv("PAGETURNER_KEY");
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}
