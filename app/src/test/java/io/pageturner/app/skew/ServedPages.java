package io.pageturner.app.skew;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.State;
import io.pageturner.features.CandidateEncoder;
import io.pageturner.features.CandidateExtractor;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.StateExtractor;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.rank.Assignment;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.CandidateScorer;
import io.pageturner.serving.rank.RankRequest;
import io.pageturner.serving.rank.RankService;
import io.pageturner.serving.rank.RankSettings;
import io.pageturner.serving.rank.RecentPages;
import io.pageturner.serving.rank.Trials;
import io.pageturner.serving.user.UserStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Serving as it is, up to where its models would be: keeps what they are given, and the bytes that
 * the event log is given.
 */
final class ServedPages {
  /** What serving's models see of a page. */
  record Seen(Tensors state, Map<ItemId, Tensors> candidates) {}

  private static final Assignment EVERYBODY =
      new Assignment(new Buckets("skew", Map.of(BucketName.BASELINE, 1.0)), Map.of(), Trials.NONE);

  private final UserStates users = new UserStates(10, Duration.ofMinutes(30));
  private final Map<PageId, Seen> seen = new HashMap<>();
  private final List<byte[]> log = new ArrayList<>();
  private final RankService service;
  private Instant now = Instant.parse("2026-03-28T22:10:00.123Z");
  private Encoder encoder;
  private Seen last;

  ServedPages(FeatureConfig config, Encoder encoder) {
    this.encoder = encoder;
    this.service =
        new RankService(
            RankSettings.DEFAULT,
            new RankService.Parts(
                new StateExtractor(config),
                new CandidateExtractor(config),
                users,
                () -> EVERYBODY,
                scorer(),
                new RecordedStates(1),
                new RecentPages(1_000),
                event -> {
                  log.add(new EventCodec().encode(event));
                  seen.put(((Event.PageShown) event).decision().page(), last);
                  return CompletableFuture.completedFuture(null);
                },
                () -> now,
                () -> new Random(1),
                new ServingMetrics(new SimpleMeterRegistry())));
  }

  /** Encodes as the served ranker does. */
  private CandidateScorer scorer() {
    return new CandidateScorer() {
      @Override
      public boolean ready() {
        return true;
      }

      @Override
      public Optional<double[][]> score(State state, List<Candidate> candidates) {
        last = encoded(state, candidates);
        double[][] scores = new double[candidates.size()][2];
        return Optional.of(scores);
      }
    };
  }

  private Seen encoded(State state, List<Candidate> candidates) {
    ItemEmbeddings embeddings = encoder.embeddings();
    CandidateEncoder page = encoder.candidates(state);
    Map<ItemId, Tensors> encoded = new HashMap<>();
    for (Candidate candidate : candidates) {
      ItemId item = candidate.item();
      encoded.put(
          item, Tensors.of(page.encode(item, candidate.dense(), candidate.ids()), embeddings));
    }
    return new Seen(Tensors.of(encoder.encode(state), embeddings), encoded);
  }

  /** From now on another model version encodes. */
  void swap(Encoder other) {
    encoder = other;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  void accept(Feedback feedback) {
    users.accept(feedback);
  }

  Decision rank(RankRequest request) {
    return service.rank(request).decision();
  }

  /** What the models saw of a page. */
  Seen seen(PageId page) {
    return seen.get(page);
  }

  /** The records of all pages, in order. */
  List<byte[]> log() {
    return log;
  }
}
