package io.pageturner.serving.http;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.Objectives;
import io.pageturner.serving.rank.RankRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Reads the body of {@code POST /v1/rank}. */
final class RankRequestReader {
  static final Set<String> FIELDS =
      Set.of("user", "session", "pageIndex", "pageId", "context", "candidates", "limit");
  static final Set<String> CANDIDATE_FIELDS = Set.of("id", "scores", "features");
  private static final int MAX_PAGE_INDEX = 1_000_000;

  private final List<String> objectives;
  private final Set<String> objectiveNames;
  private final Map<String, Feature> contextFeatures;
  private final Map<String, Feature> candidateFeatures;

  RankRequestReader(FeatureConfig config, Objectives objectives) {
    this.objectives = objectives.names();
    this.objectiveNames = Set.copyOf(objectives.names());
    this.contextFeatures = requested(config.page(), config::requested);
    this.candidateFeatures = requested(config.candidate(), config::requestedOfCandidate);
  }

  /** The features that a request may give, by name. */
  static Map<String, Feature> requested(
      List<Feature> features, Function<String, Optional<Feature>> byName) {
    Map<String, Feature> requested = new HashMap<>();
    for (Feature feature : features) {
      byName.apply(feature.name()).ifPresent(found -> requested.put(found.name(), found));
    }
    return Map.copyOf(requested);
  }

  RankRequest read(JsonPart body) {
    body.object(FIELDS);
    FeatureValues context =
        body.field("context")
            .map(object -> FeatureValues.read(object, contextFeatures))
            .orElse(FeatureValues.NONE);
    List<Candidate> candidates = new ArrayList<>();
    for (JsonPart candidate : body.required("candidates").elements()) {
      candidates.add(candidate(candidate.object(CANDIDATE_FIELDS)));
    }
    return new RankRequest(
        body.required("user").id(UserId::new),
        body.required("session").id(SessionId::new),
        whole(body, "pageIndex", 0, MAX_PAGE_INDEX),
        body.field("pageId").map(id -> id.id(PageId::new)),
        context.dense(),
        context.ids(),
        candidates,
        whole(body, "limit", 1, Integer.MAX_VALUE));
  }

  private Candidate candidate(JsonPart part) {
    FeatureValues features =
        part.field("features")
            .map(object -> FeatureValues.read(object, candidateFeatures))
            .orElse(FeatureValues.NONE);
    double[] scores = part.field("scores").map(this::scores).orElseGet(() -> new double[0]);
    return new Candidate(
        part.required("id").id(ItemId::new), scores, features.dense(), features.ids());
  }

  /** One score per objective, in their order. */
  private double[] scores(JsonPart part) {
    part.object(objectiveNames);
    double[] scores = new double[objectives.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = part.required(objectives.get(k)).number();
    }
    return scores;
  }

  private static OptionalInt whole(JsonPart body, String name, int low, int high) {
    return body.field(name)
        .map(value -> OptionalInt.of((int) value.whole(low, high)))
        .orElse(OptionalInt.empty());
  }
}
