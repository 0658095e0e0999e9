package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.lifecycle.Versions;
import io.pageturner.serving.http.Route.Lane;
import io.pageturner.serving.model.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

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
    List<HttpApi.Model> first = List.copyOf(parts.agents().get().values());
    HttpApi.Model main = first.get(0);
    addModels(routes, "/v1/models", asked -> main.endpoints(json));
    addModels(
        routes, "/v1/agents/{agent}", asked -> named(parts.agents().get(), asked).endpoints(json));
    addModels(routes, "/v1/rankers", asked -> parts.rankers().endpoints(json));
    LearnedEndpoint learned =
        new LearnedEndpoint(parts.recorded(), parts.features(), parts.objectives().names());
    routes.add(admin("GET", "/v1/models/learned", asked -> learned.answer(main.server())));
    routes.add(
        admin(
            "GET",
            "/v1/agents/{agent}/learned",
            asked -> learned.answer(named(parts.agents().get(), asked).server())));
    routes.addAll(new TensorFlowServing(json, "policy", main.server()).routes());
    routes.addAll(Personalizer.of(json, parts).routes());
    routes.add(reload(json, parts.reconfiguration()));
    routes.add(admin("GET", "/v1/monitor", new MonitorEndpoint(parts.monitor())));
    routes.add(admin("GET", "/v1/experiment", new ExperimentEndpoint(parts.monitor())));
    routes.add(inMemory("/v1/openapi.json", request -> openApi));
    addLooks(routes, () -> readiness(parts, first), parts.registry());
    routes.addAll(StaticFiles.routes());
    return new Routes(routes);
  }

  /** Of a process that serves no pages. */
  static Routes of(Json json, HttpApi.VersionsParts parts) {
    ModelsEndpoints main = deciding(json, parts.agents().get().values().iterator().next());
    ModelsEndpoints rankers = deciding(json, parts.rankers());
    List<Route> routes = new ArrayList<>();
    addModels(routes, "/v1/models", asked -> main);
    addModels(
        routes, "/v1/agents/{agent}", asked -> deciding(json, named(parts.agents().get(), asked)));
    addModels(routes, "/v1/rankers", asked -> rankers);
    routes.add(reload(json, parts.reconfiguration()));
    addLooks(routes, () -> new Readiness(true, "decides about versions"), parts.registry());
    return new Routes(routes);
  }

  private static ModelsEndpoints deciding(Json json, Versions versions) {
    return new ModelsEndpoints(json, versions, Optional.empty());
  }

  private static void addLooks(
      List<Route> routes, Supplier<Readiness> readiness, PrometheusMeterRegistry registry) {
    routes.add(inMemory("/health/live", request -> health(new Readiness(true, "alive"))));
    routes.add(inMemory("/health/ready", request -> health(readiness.get())));
    routes.add(
        admin(
            "GET",
            "/metrics",
            request -> Answer.of(PROMETHEUS, registry.scrape().getBytes(StandardCharsets.UTF_8))));
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

  private static <T> T named(Map<String, T> agents, ApiRequest request) {
    String name = request.path().get("agent");
    T found = agents.get(name);
    if (found == null) {
      String shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
      throw new ApiException(
          404, "unknown_agent", "no agent '" + shown + "'; there are " + agents.keySet());
    }
    return found;
  }

  /**
   * Ready when all models are; without rankers, candidates need scores. Agents that join later are
   * not waited for: the team's ranking serves their users until they can.
   */
  private static Readiness readiness(HttpApi.Parts parts, List<HttpApi.Model> agents) {
    Readiness last = parts.rankers().server().readiness();
    for (HttpApi.Model agent : agents) {
      last = last.ready() ? agent.server().readiness() : last;
    }
    return last;
  }

  private static Route reload(Json json, Reconfiguration reconfiguration) {
    return admin("POST", "/v1/config/reload", new ReloadEndpoint(json, reconfiguration));
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
