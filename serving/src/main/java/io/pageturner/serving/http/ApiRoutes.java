package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.serving.http.Route.Lane;
import io.pageturner.serving.model.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
    routes.add(new Route("POST", "/v1/rank", Scope.RANK, Lane.REQUESTS, Endpoint.direct(rank)));
    routes.add(new Route("POST", "/v1/events", Scope.EVENTS, Lane.REQUESTS, events));
    HttpApi.Model main = parts.agents().values().iterator().next();
    addModels(routes, "/v1/models", asked -> main.endpoints(json));
    addModels(routes, "/v1/agents/{agent}", asked -> agent(json, parts.agents(), asked));
    addModels(routes, "/v1/rankers", asked -> parts.rankers().endpoints(json));
    routes.addAll(new TensorFlowServing(json, "policy", main.server()).routes());
    routes.addAll(Personalizer.of(json, parts).routes());
    routes.add(admin("GET", "/v1/monitor", new MonitorEndpoint(parts.monitor())));
    routes.add(admin("GET", "/v1/experiment", new ExperimentEndpoint(parts.monitor())));
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

  /**
   * @param models whose versions a request means
   */
  private static void addModels(
      List<Route> routes, String path, Function<ApiRequest, ModelsEndpoints> models) {
    routes.add(admin("GET", path, asked -> models.apply(asked).list(asked)));
    routes.add(
        admin("POST", path + "/{version}/promote", asked -> models.apply(asked).promote(asked)));
    routes.add(
        admin("POST", path + "/{version}/rollback", asked -> models.apply(asked).rollback(asked)));
    routes.add(admin("POST", path + "/pin", asked -> models.apply(asked).pin(asked)));
    routes.add(admin("POST", path + "/unpin", asked -> models.apply(asked).unpin(asked)));
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
    return new Route(method, path, Scope.ADMIN, Lane.ADMIN, Endpoint.direct(endpoint));
  }

  private static Route inMemory(String path, Endpoint.Direct endpoint) {
    return new Route("GET", path, Scope.OPEN, Lane.EVENT_LOOP, Endpoint.direct(endpoint));
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
