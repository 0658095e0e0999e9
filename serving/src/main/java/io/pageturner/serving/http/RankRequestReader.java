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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int USUAL_CANDIDATES = 128;
  private static final double[] NO_SCORES = {};

  private final List<String> objectives;
  private final Map<String, Feature> contextFeatures;
  private final Map<String, Feature> candidateFeatures;

  RankRequestReader(FeatureConfig config, Objectives objectives) {
    this.objectives = objectives.names();
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

  RankRequest read(JsonStream in) throws IOException {
    Body body = new Body();
    in.object();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      if (in.absent()) {
        requireKnown(in, name, FIELDS);
      } else {
        field(in, name, body);
      }
    }
    return new RankRequest(
        in.required("user", body.user),
        in.required("session", body.session),
        body.pageIndex,
        body.page,
        body.context.dense(),
        body.context.ids(),
        in.required("candidates", body.candidates),
        body.limit);
  }

  /** What has been read of a body so far. */
  private static final class Body {
    private UserId user;
    private SessionId session;
    private OptionalInt pageIndex = OptionalInt.empty();
    private Optional<PageId> page = Optional.empty();
    private FeatureValues context = FeatureValues.NONE;
    private List<Candidate> candidates;
    private OptionalInt limit = OptionalInt.empty();
  }

  private void field(JsonStream in, String name, Body body) throws IOException {
    switch (name) {
      case "user" -> body.user = in.id(UserId::new);
      case "session" -> body.session = in.id(SessionId::new);
      case "pageIndex" -> body.pageIndex = OptionalInt.of(in.whole(0, MAX_PAGE_INDEX));
      case "pageId" -> body.page = Optional.of(in.id(PageId::new));
      case "context" -> body.context = FeatureValues.read(in, contextFeatures);
      case "candidates" -> body.candidates = candidates(in);
      case "limit" -> body.limit = OptionalInt.of(in.whole(1, Integer.MAX_VALUE));
      default -> throw in.unknownField(FIELDS);
    }
  }

  private static void requireKnown(JsonStream in, String name, Set<String> known)
      throws IOException {
    if (!known.contains(name)) {
      throw in.unknownField(known);
    }
  }

  private List<Candidate> candidates(JsonStream in) throws IOException {
    List<Candidate> candidates = new ArrayList<>(USUAL_CANDIDATES);
    in.array();
    while (in.nextElement()) {
      candidates.add(candidate(in));
    }
    return candidates;
  }

  private Candidate candidate(JsonStream in) throws IOException {
    ItemId item = null;
    double[] scores = NO_SCORES;
    FeatureValues features = FeatureValues.NONE;
    in.object();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      if (in.absent()) {
        requireKnown(in, name, CANDIDATE_FIELDS);
        continue;
      }
      switch (name) {
        case "id" -> item = in.id(ItemId::new);
        case "scores" -> scores = scores(in);
        case "features" -> features = FeatureValues.read(in, candidateFeatures);
        default -> throw in.unknownField(CANDIDATE_FIELDS);
      }
    }
    return new Candidate(in.required("id", item), scores, features.dense(), features.ids());
  }

  /** One score per objective, in their order. */
  private double[] scores(JsonStream in) throws IOException {
    double[] scores = new double[objectives.size()];
    Arrays.fill(scores, Double.NaN); // No score that is read is.
    in.object();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      int objective = objectives.indexOf(name);
      if (objective < 0) {
        throw in.unknownField(objectives);
      }
      if (!in.absent()) {
        scores[objective] = in.number();
      }
    }
    for (int k = 0; k < scores.length; k++) {
      in.required(objectives.get(k), Double.isNaN(scores[k]) ? null : objectives);
    }
    return scores;
  }
}
