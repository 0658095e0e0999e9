package io.pageturner.serving.http;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.RankRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A rank request in Personalizer's shape.
 *
 * @param page the request that it means; one item is shown
 * @param actions all ids, in the application's order
 * @param excluded those that must not be chosen
 * @param deferred whether the page counts only once it is activated
 * @param ignored number of feature values that are not configured
 */
record PersonalizerRank(
    RankRequest page, List<ItemId> actions, Set<ItemId> excluded, boolean deferred, int ignored) {
  static final Set<String> FIELDS =
      Set.of("contextFeatures", "actions", "excludedActions", "eventId", "deferActivation");
  static final Set<String> ACTION_FIELDS = Set.of("id", "features");
  private static final String USER = "userId";
  private static final String SESSION = "sessionId";

  /** What reads requests. */
  static final class Reader {
    private final Map<String, Feature> contextFeatures;
    private final Map<String, Feature> actionFeatures;
    private final List<String> objectives;

    Reader(FeatureConfig config, List<String> objectives) {
      this.contextFeatures = RankRequestReader.requested(config.page(), config::requested);
      this.actionFeatures =
          RankRequestReader.requested(config.candidate(), config::requestedOfCandidate);
      this.objectives = List.copyOf(objectives);
    }

    /**
     * Reads a body.
     *
     * @param scored whether actions may come without scores; else those that do keep the
     *     application's order
     */
    PersonalizerRank read(JsonPart body, boolean scored) {
      body.object(FIELDS);
      PersonalizerFeatures context =
          PersonalizerFeatures.read(
              body.field("contextFeatures"), contextFeatures, Set.of(USER, SESSION));
      String event =
          body.field("eventId").map(JsonPart::text).orElseGet(() -> UUID.randomUUID().toString());
      PageId page = body.field("eventId").map(id -> id.id(PageId::new)).orElse(new PageId(event));
      List<Candidate> candidates = new ArrayList<>();
      List<JsonPart> actions = body.required("actions").elements();
      int ignored = context.ignored();
      Set<ItemId> seen = new HashSet<>();
      for (JsonPart action : actions) {
        PersonalizerFeatures features = features(action.object(ACTION_FIELDS));
        ignored += features.ignored();
        Candidate candidate = candidate(action, features);
        if (!seen.add(candidate.item())) {
          throw new InvalidRequestException(
              Kind.DUPLICATE,
              action.path() + ".id",
              "two actions have the id '" + candidate.item() + "'");
        }
        candidates.add(candidate);
      }
      List<ItemId> ids = candidates.stream().map(Candidate::item).toList();
      Set<ItemId> excluded = excluded(body, seen);
      candidates.removeIf(candidate -> excluded.contains(candidate.item()));
      return new PersonalizerRank(
          new RankRequest(
              context.special(USER).map(id -> id.id(UserId::new)).orElse(new UserId(event)),
              context
                  .special(SESSION)
                  .map(id -> id.id(SessionId::new))
                  .orElse(new SessionId(event)),
              OptionalInt.empty(),
              Optional.of(page),
              context.values().dense(),
              context.values().ids(),
              scored ? candidates : inOrder(candidates),
              OptionalInt.of(1)),
          ids,
          excluded,
          body.field("deferActivation").map(JsonPart::bool).orElse(false),
          ignored);
    }

    private PersonalizerFeatures features(JsonPart action) {
      return PersonalizerFeatures.read(
          action.field("features"), actionFeatures, Set.copyOf(objectives));
    }

    private Candidate candidate(JsonPart action, PersonalizerFeatures features) {
      return new Candidate(
          action.required("id").id(ItemId::new),
          scores(action, features),
          features.values().dense(),
          features.values().ids());
    }

    /** All or none. */
    private double[] scores(JsonPart action, PersonalizerFeatures features) {
      List<String> missing =
          objectives.stream().filter(name -> features.special(name).isEmpty()).toList();
      if (missing.size() == objectives.size()) {
        return new double[0];
      }
      if (!missing.isEmpty()) {
        throw new InvalidRequestException(
            Kind.MISSING_FIELD,
            action.path() + ".features",
            "an action brings all scores of " + objectives + " or none, missing are " + missing);
      }
      return objectives.stream()
          .mapToDouble(name -> features.special(name).orElseThrow().number())
          .toArray();
    }

    private static Set<ItemId> excluded(JsonPart body, Set<ItemId> actions) {
      Set<ItemId> excluded = new HashSet<>();
      for (JsonPart id : body.field("excludedActions").map(JsonPart::elements).orElse(List.of())) {
        ItemId item = id.id(ItemId::new);
        if (!actions.contains(item)) {
          throw id.outOfRange("no action has the id '" + item + "'");
        }
        excluded.add(item);
      }
      return excluded;
    }

    /** Scores that leave actions without any in the order they came in. */
    private List<Candidate> inOrder(List<Candidate> candidates) {
      if (candidates.stream().allMatch(candidate -> candidate.scores().length > 0)) {
        return candidates;
      }
      return IntStream.range(0, candidates.size())
          .mapToObj(
              place -> {
                Candidate candidate = candidates.get(place);
                double[] scores =
                    objectives.stream().mapToDouble(name -> 1.0 / (1 + place)).toArray();
                return new Candidate(candidate.item(), scores, candidate.dense(), candidate.ids());
              })
          .toList();
    }
  }
}
