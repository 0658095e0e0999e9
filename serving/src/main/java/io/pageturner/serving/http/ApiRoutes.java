package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.serving.http.Route.Lane;
import io.pageturner.serving.model.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The API's routes over its parts: what there is, at one glance. */
final class ApiRoutes {
  private static final String OPEN_API = "/io/pageturner/serving/openapi.json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private ApiRoutes() {}

  static Routes of(Json json, HttpApi.Parts parts) {
    Endpoint.Direct rank =
        new RankEndpoint(
            json, new RankRequestReader(parts.features(), parts.objectives()), parts.rank());
    Endpoint events =
        new EventsEndpoint(
            json,
            new FeedbackReader(parts.clock()),
            parts.events(),
            parts.eventSettings().maxBatch(),
            parts.metrics());
    Answer openApi = Answer.json(StaticFiles.bytes(OPEN_API));
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("POST", "/v1/rank", Lane.REQUESTS, Endpoint.direct(rank)));
    routes.add(new Route("POST", "/v1/events", Lane.REQUESTS, events));
    addModels(routes, "/v1/models", parts.agents().values().iterator().next().endpoints(json));
    addAgents(routes, json, parts.agents());
    addModels(routes, "/v1/rankers", parts.rankers().endpoints(json));
    routes.add(admin("GET", "/v1/monitor", new MonitorEndpoint(parts.monitor())));
    routes.add(inMemory("/v1/openapi.json", request -> openApi));
    routes.add(inMemory("/health/live", request -> health(new Readiness(true, "alive"))));
    routes.add(inMemory("/health/ready", request -> health(readiness(parts))));
    routes.add(
        admin(
            "GET",
            "/metrics",
            request ->
                Answer.of(PROMETHEUS, parts.registry().scrape().getBytes(StandardCharsets.UTF_8))));
    routes.addAll(StaticFiles.routes());
    return new Routes(routes);
  }

  private static void addModels(List<Route> routes, String path, ModelsEndpoints models) {
    routes.add(admin("GET", path, models::list));
    routes.add(admin("POST", path + "/{version}/promote", models::promote));
    routes.add(admin("POST", path + "/{version}/rollback", models::rollback));
  }

  /** The same three of each agent, by its name in the path. */
  private static void addAgents(List<Route> routes, Json json, Map<String, HttpApi.Model> agents) {
    String path = "/v1/agents/{agent}";
    routes.add(admin("GET", path, asked -> agent(json, agents, asked).list(asked)));
    routes.add(
        admin(
            "POST",
            path + "/{version}/promote",
            asked -> agent(json, agents, asked).promote(asked)));
    routes.add(
        admin(
            "POST",
            path + "/{version}/rollback",
            asked -> agent(json, agents, asked).rollback(asked)));
  }

  private static ModelsEndpoints agent(
      Json json, Map<String, HttpApi.Model> agents, ApiRequest request) {
    String name = request.path().get("agent");
    HttpApi.Model model = agents.get(name);
    if (model == null) {
      String shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
      throw new ApiException(
          404, "unknown_agent", "no agent '" + shown + "'; there are " + agents.keySet());
    }
    return model.endpoints(json);
  }

  /** Ready when all models are; without rankers, candidates need scores. */
  private static Readiness readiness(HttpApi.Parts parts) {
    Readiness last = parts.rankers().server().readiness();
    for (HttpApi.Model agent : parts.agents().values()) {
      last = last.ready() ? agent.server().readiness() : last;
    }
    return last;
  }

  private static Route admin(String method, String path, Endpoint.Direct endpoint) {
    return new Route(method, path, Lane.ADMIN, Endpoint.direct(endpoint));
  }

  private static Route inMemory(String path, Endpoint.Direct endpoint) {
    return new Route("GET", path, Lane.EVENT_LOOP, Endpoint.direct(endpoint));
  }

  private static Answer health(Readiness readiness) {
    byte[] body = Json.write(out -> write(out, readiness));
    return new Answer(readiness.ready() ? 200 : 503, Answer.JSON, body, Map.of());
  }

  private static void write(JsonGenerator out, Readiness readiness) throws IOException {
    out.writeStartObject();
    out.writeStringField("status", readiness.ready() ? "up" : "waiting");
    out.writeStringField("reason", readiness.reason());
    out.writeEndObject();
  }
}
