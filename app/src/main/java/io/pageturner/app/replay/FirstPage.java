package io.pageturner.app.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.app.cli.Terminal;
import io.pageturner.domain.Decision;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.ShownItem;
import io.pageturner.features.FeatureConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the server for a page with the candidates of a recorded one, and shows the answer. */
final class FirstPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 600;

  private FirstPage() {}

  static void ask(String host, int port, Balance balance, FeatureConfig features, Terminal terminal)
      throws IOException {
    List<JoinedPage> pages = balance.pages();
    String body =
        JSON.writeValueAsString(request(pages.get(pages.size() - 1).decision(), features));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/v1/rank"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("POST /v1/rank answers " + answer.statusCode() + " " + answer.body());
      }
      String text = answer.body();
      terminal.say("POST /v1/rank answers %s", text.substring(0, Math.min(SHOWN, text.length())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for a page", e);
    }
  }

  private static Map<String, Object> request(Decision decision, FeatureConfig features) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("user", decision.user().value());
    request.put("session", "after-" + decision.session().value());
    request.put("context", Map.of());
    List<Map<String, Object>> candidates = new ArrayList<>();
    for (ShownItem item : decision.items()) {
      Map<String, Object> known = new HashMap<>(item.dense());
      known.putAll(item.ids());
      known.keySet().removeIf(name -> features.requestedOfCandidate(name).isEmpty());
      candidates.add(Map.of("id", item.item().value(), "features", known));
    }
    request.put("candidates", candidates);
    return request;
  }
}
