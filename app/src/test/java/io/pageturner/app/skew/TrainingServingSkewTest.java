package io.pageturner.app.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.Experience;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Sample;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.features.PreprocessingLearner;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.HeapStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * The same raw page gives the same bits in serving, from the request, and in training, from the
 * log: for any configuration, log and model version.
 *
 * <pre>
 *   request ── RankService ──┬── encoder of the bundle's files ─────────────────────────┐
 *                            └── event log ── joined page ── sample, transition ── encoder ── equal?
 * </pre>
 */
class TrainingServingSkewTest {
  private static final int BEFORE_THE_MODEL = 8;
  private static final int PAGES = 12;

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void servingAndTrainingSeeTheSameBits(@ForAll Random random) throws IOException {
    RandomFeed feed = new RandomFeed(random);
    String yaml = feed.configuration();
    FeatureConfig config = FeatureConfigParser.parse("random", yaml);
    ItemEmbeddings embeddings = feed.embeddings(config.sequenceDimension());
    ServedPages serving =
        new ServedPages(config, new Encoder(config, Preprocessing.EMPTY, embeddings));
    PreprocessingLearner learner = new PreprocessingLearner(config, Duration.ofDays(1));
    Encoder training = new Encoder(config, Preprocessing.EMPTY, embeddings);

    for (int i = 0; i < PAGES; i++) {
      if (i == BEFORE_THE_MODEL) {
        training = new Encoder(config, learner.snapshot(), embeddings);
        serving.swap(shipped(yaml, learner.snapshot(), embeddings));
      }
      serving.pass(Duration.ofSeconds(1 + random.nextInt(20_000)));
      serving.accept(feed.feedback(i, serving.now()));
      Decision decided = serving.rank(feed.request(config));
      JoinedPage joined = joined(serving.log().get(i));
      assertThat(joined.decision()).as(yaml).isEqualTo(decided);
      requireSameBits(yaml, serving.seen(decided.page()), joined, training);
      Instant time = joined.decision().time();
      learner.observe(joined.decision().state(), time);
      joined.decision().items().forEach(item -> learner.observe(item, time));
    }
  }

  /** The encoder that serving makes of a bundle's files and the stored item embeddings. */
  private static Encoder shipped(String yaml, Preprocessing learned, ItemEmbeddings embeddings)
      throws IOException {
    Path bundle = Files.createTempDirectory("bundle");
    Path features = Files.writeString(bundle.resolve("features.yaml"), yaml);
    Path preprocessing = bundle.resolve("preprocessing.json");
    PreprocessingJson.write(preprocessing, learned);
    Encoder encoder =
        new Encoder(
            FeatureConfigParser.read(features),
            PreprocessingJson.read(preprocessing),
            stored(bundle.resolve("store"), embeddings));
    try (Stream<Path> files = Files.walk(bundle)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return encoder;
  }

  private static ItemEmbeddings stored(Path directory, ItemEmbeddings embeddings)
      throws IOException {
    if (embeddings.size() == 0) {
      return embeddings;
    }
    try (HeapStore store = HeapStore.open(directory)) {
      EmbeddingSets sets = new EmbeddingSets(store);
      return sets.load(sets.publish(embeddings, Map.of(), Instant.EPOCH).version());
    }
  }

  /** What the rankers read: the log's record through the joiner's. */
  private static JoinedPage joined(byte[] logged) {
    LogRecord.Logged read = (LogRecord.Logged) new EventCodec().decode(logged);
    Decision decision = ((Event.PageShown) read.event()).decision();
    JoinedPage page =
        new JoinedPage(
            decision,
            Collections.nCopies(decision.items().size(), ItemOutcome.NOTHING),
            false,
            decision.time().plusSeconds(600));
    JoinedPageCodec codec = new JoinedPageCodec();
    return codec.decode(codec.encode(page));
  }

  private static void requireSameBits(
      String yaml, ServedPages.Seen served, JoinedPage joined, Encoder training) {
    Transition transition = Transition.of(new Experience(joined, 0), Optional.empty());
    TransitionCodec codec = new TransitionCodec();
    State state = codec.decode(codec.encode(transition)).state();
    ItemEmbeddings embeddings = training.embeddings();
    assertThat(Tensors.of(training.encode(state), embeddings)).as(yaml).isEqualTo(served.state());
    for (Sample sample : joined.samples()) {
      ShownItem shown = sample.shown();
      EncodedCandidate candidate =
          training.encode(sample.decision().state(), shown.item(), shown.dense(), shown.ids());
      assertThat(Tensors.of(candidate, embeddings))
          .as(yaml)
          .isEqualTo(served.candidates().get(shown.item()));
    }
  }
}
