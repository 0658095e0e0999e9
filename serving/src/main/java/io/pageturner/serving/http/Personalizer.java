package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.Decision;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.LruMap;
import io.pageturner.serving.event.EventResult;
import io.pageturner.serving.event.EventService;
import io.pageturner.serving.http.Route.Lane;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.rank.RankAnswer;
import io.pageturner.serving.rank.RankService;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Rank, reward and activate calls in the shape of Azure Personalizer's REST API 1.0 (retired in
 * 2026), so that its clients move by changing a URL; they become the same decisions and feedback.
 *
 * <p>An event is a page that shows one item; a reward v in [0, 1] is a click (v above 0) and a
 * dwell of v minutes on it. Events are remembered here, the newest {@value #EVENTS}, and forgotten
 * by a restart.
 */
final class Personalizer {
  /** What Personalizer's clients send their key in. */
  static final String KEY_HEADER = "Ocp-Apim-Subscription-Key";

  static final Set<String> REWARD_FIELDS = Set.of("value");
  private static final String PATH = "/personalizer/v1.0";
  private static final int EVENTS = 100_000;
  private static final int MILLIS_OF_REWARD_ONE = 60_000;

  private final Json json;
  private final PersonalizerRank.Reader reader;
  private final RankService rank;
  private final EventService feedback;
  private final InstantSource clock;
  private final ServingMetrics metrics;
  private final LruMap<String, Ranked> events = new LruMap<>(EVENTS);

  /** An event that was ranked here, and whether its activation is still waited for. */
  private record Ranked(Decision decision, boolean deferred) {
    ItemId chosen() {
      return decision.items().get(0).item();
    }
  }

  private Personalizer(Json json, HttpApi.Parts parts) {
    this.json = json;
    this.reader = new PersonalizerRank.Reader(parts.features(), parts.objectives().names());
    this.rank = parts.rank();
    this.feedback = parts.events();
    this.clock = parts.clock();
    this.metrics = parts.metrics();
  }

  static Personalizer of(Json json, HttpApi.Parts parts) {
    return new Personalizer(json, parts);
  }

  List<Route> routes() {
    return List.of(
        route("/rank", Scope.RANK, guarded("InvalidRankRequest", Endpoint.direct(this::rank))),
        route(
            "/events/{eventId}/reward",
            Scope.EVENTS,
            guarded("InvalidRewardRequest", this::reward)),
        route(
            "/events/{eventId}/activate",
            Scope.EVENTS,
            guarded("InvalidEventIdToActivate", Endpoint.direct(this::activate))));
  }

  private static Route route(String path, Scope scope, Endpoint endpoint) {
    return new Route("POST", PATH + path, scope, Lane.REQUESTS, endpoint);
  }

  /** Invalid requests are 400 there, under a code of the call's; candidates are actions. */
  private static Endpoint guarded(String code, Endpoint endpoint) {
    return request -> {
      try {
        return endpoint.answer(request);
      } catch (InvalidRequestException e) {
        String field = e.field().replaceFirst("^candidates", "actions");
        String message = e.getMessage().replace("candidate", "action");
        throw new ApiException(new ApiError(400, code, field, message, Map.of()));
      }
    };
  }

  private Answer rank(ApiRequest request) {
    PersonalizerRank asked = reader.read(json.read(request.body()), rank.scores());
    RankAnswer answer = rank.decide(asked.page(), request.deadline());
    if (!asked.deferred()) {
      rank.show(answer.decision());
    }
    if (asked.ignored() > 0) {
      metrics.ignoredFeatures(asked.ignored());
    }
    String event = answer.decision().page().value();
    Ranked ranked = new Ranked(answer.decision(), asked.deferred());
    events.update(event, before -> ranked);
    byte[] body = Json.write(out -> write(out, event, ranked.chosen(), order(asked, answer)));
    return new Answer(201, Answer.JSON, body, Map.of());
  }

  /** The best first, excluded ones where the application had them. */
  private static List<ItemId> order(PersonalizerRank asked, RankAnswer answer) {
    Iterator<ItemId> best = answer.order().stream().map(item -> item.candidate().item()).iterator();
    List<ItemId> order = new ArrayList<>(asked.actions().size());
    for (ItemId action : asked.actions()) {
      order.add(asked.excluded().contains(action) ? action : best.next());
    }
    return order;
  }

  private static void write(JsonGenerator out, String event, ItemId chosen, List<ItemId> order)
      throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("ranking");
    for (ItemId item : order) {
      out.writeStartObject();
      out.writeStringField("id", item.value());
      // Given the page's action, which the log has with its density, the order is certain.
      out.writeNumberField("probability", item.equals(chosen) ? 1 : 0);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("eventId", event);
    out.writeStringField("rewardActionId", chosen.value());
    out.writeEndObject();
  }

  private CompletionStage<Answer> reward(ApiRequest request) {
    JsonPart value = json.read(request.body()).object(REWARD_FIELDS).required("value");
    double reward = value.number();
    if (!(reward >= 0 && reward <= 1)) {
      throw value.outOfRange("a reward must be 0 to 1, was " + reward);
    }
    String event = event(request);
    Ranked ranked = known(event);
    List<CompletableFuture<EventResult>> results = new ArrayList<>();
    if (reward > 0) {
      results.add(feedback.accept(click(event, ranked)));
      results.add(feedback.accept(dwell(event, ranked, reward)));
    }
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              results.forEach(result -> requireTaken(result.join()));
              return noContent();
            });
  }

  private Feedback click(String event, Ranked ranked) {
    Decision page = ranked.decision();
    return new Feedback.Click(
        new EventId(id(event, "click")),
        page.user(),
        page.session(),
        clock.instant(),
        Optional.of(page.page()),
        ranked.chosen(),
        Optional.empty());
  }

  private Feedback dwell(String event, Ranked ranked, double reward) {
    Decision page = ranked.decision();
    return new Feedback.Dwell(
        new EventId(id(event, "dwell")),
        page.user(),
        page.session(),
        clock.instant(),
        Optional.of(page.page()),
        ranked.chosen(),
        Duration.ofMillis(Math.round(reward * MILLIS_OF_REWARD_ONE)));
  }

  /** The same for every reward of an event: the first counts, as it does there. */
  private static String id(String event, String kind) {
    return kind + " " + event;
  }

  private static void requireTaken(EventResult result) {
    if (result.status() == EventResult.Status.NOT_LOGGED) {
      throw new CompletionException(
          new ApiException(ApiError.tryAgain("InternalServerError", result.reason())));
    }
    if (!result.accepted()) {
      throw new CompletionException(new ApiException(400, "InvalidRewardRequest", result.reason()));
    }
  }

  private Answer activate(ApiRequest request) {
    String event = event(request);
    Ranked ranked = known(event);
    Instant now = clock.instant();
    boolean[] first = {false};
    events.update(
        event,
        before -> {
          first[0] = before != null && before.deferred();
          return new Ranked(ranked.decision(), false);
        });
    if (first[0]) {
      rank.show(ranked.decision().at(now));
    }
    return noContent();
  }

  private static String event(ApiRequest request) {
    String segment = request.path().get("eventId");
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // No id that was ranked.
    }
  }

  private Ranked known(String event) {
    return events
        .get(event)
        .orElseThrow(
            () ->
                new ApiException(
                    404,
                    "ResourceNotFound",
                    "no event of this id was ranked here lately; rewards and activations go to"
                        + " the server that ranked"));
  }

  private static Answer noContent() {
    return new Answer(204, Answer.JSON, new byte[0], Map.of());
  }
}
