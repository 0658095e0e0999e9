import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * Rank and reward as with Azure Personalizer: java Personalizer.java [http://127.0.0.1:8080]
 *
 * <p>Where keys are asked for, PAGETURNER_KEY holds one. Your own client would use a JSON library.
 */
public final class Personalizer {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;

  private Personalizer(String server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    String node = arguments.length > 0 ? arguments[0] : "http://127.0.0.1:8080";
    Personalizer personalizer = new Personalizer(node + "/personalizer/v1.0");
    // The client may name the event: then it knows what to reward without reading the answer.
    String event = UUID.randomUUID().toString();
    System.out.println(
        personalizer.call(
            "/rank",
            """
            {"eventId": "%s",
             "contextFeatures": [{"user": {"profileType": "AnonymousUser"}}, {"device": {"mobile": true}}],
             "actions": [
               {"id": "NewsArticle", "features": [{"type": "News"}]},
               {"id": "SportsArticle", "features": [{"type": "Sports"}]}]}
            """
                .formatted(event)));
    personalizer.call("/events/" + event + "/reward", "{\"value\": 1}");
    System.out.println("rewarded");
  }

  private String call(String path, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    String key = System.getenv("PAGETURNER_KEY");
    if (key != null) {
      request.header("Ocp-Apim-Subscription-Key", key);
    }
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
