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
    addModels(routes, "/v1/models", json, parts.agents().values().iterator().next());
    parts.agents().forEach((agent, of) -> addModels(routes, "/v1/agents/" + agent, json, of));
    addModels(routes, "/v1/rankers", json, parts.rankers());
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

  private static void addModels(List<Route> routes, String path, Json json, HttpApi.Model model) {
    ModelsEndpoints models = new ModelsEndpoints(json, model.versions(), model.server());
    routes.add(admin("GET", path, models::list));
    routes.add(admin("POST", path + "/{version}/promote", models::promote));
    routes.add(admin("POST", path + "/{version}/rollback", models::rollback));
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
