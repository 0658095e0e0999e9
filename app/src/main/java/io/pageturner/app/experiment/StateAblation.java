package io.pageturner.app.experiment;

import io.pageturner.app.OfflineTraining;
import io.pageturner.app.Resources;
import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.replay.InMemoryJoin;
import io.pageturner.app.replay.LogFormat;
import io.pageturner.app.replay.Recording;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.embedding.SkipGram;
import io.pageturner.learning.embedding.SkipGramSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The ablation of the state (SPEC 1.3, 8.3): each pooling of the item matrix, and the groups of
 * features added one by one, by the held-out error of V and by the reward in the simulator.
 */
public final class StateAblation {
  private final Settings settings;
  private final Progress progress;
  private final StateVariants variants = new StateVariants(FeatureGroups.load());
  private final List<Measure> measures = new ArrayList<>();

  /**
   * How much is measured.
   *
   * @param seeds runs of each variant
   * @param pages pages of the simulated log, and pages that the agent learns from
   * @param sessions sessions that the reward is measured on
   * @param users size of the simulated population: few enough that they come back
   */
  public record Settings(int seeds, int pages, int sessions, int users) {
    public Settings {
      if (seeds < 1 || pages < 1 || sessions < 2 || users < 1) {
        throw new IllegalArgumentException(
            "seeds, pages and users must be 1 or more and sessions 2 or more, were "
                + List.of(seeds, pages, users, sessions));
      }
    }
  }

  /** Told how it goes on. */
  @FunctionalInterface
  public interface Progress {
    void say(String format, Object... values);
  }

  /** A feed's own log. */
  public record Log(LogFormat format, Path file) {}

  public StateAblation(Settings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Measures and writes {@code state.csv}, {@code state.md} and {@code state.png}.
   *
   * @param log measured beside the simulated one
   * @param more asked before each run whether there is time for it
   * @return the tables in Markdown
   */
  public String run(Optional<Log> log, Path directory, BooleanSupplier more) throws IOException {
    Files.createDirectories(directory);
    if (log.isPresent()) {
      measures.add(logged(log.get()));
    }
    addSimulated();
    Ablation ablation;
    try (RawNumbers raw = RawNumbers.open(directory.resolve("state.csv"))) {
      ablation = Ablation.run(measures, settings.seeds(), more, new ToldRuns(progress, raw));
    }
    List<AblationTable> tables = variants.tables();
    StringBuilder markdown = new StringBuilder();
    tables.forEach(table -> markdown.append(table.markdown(ablation, measures)).append('\n'));
    Files.writeString(directory.resolve("state.md"), markdown);
    AblationChart.write(directory.resolve("state.png"), ablation, tables, measures);
    return markdown.toString();
  }

  private Measure logged(Log log) throws IOException {
    progress.say("reading and joining %s ...", log.file());
    PageturnerConfig config =
        PageturnerConfig.load(Optional.empty(), Map.of(), Optional.of(log.format().settings()));
    FeatureYaml yaml = FeatureYaml.parse(Resources.text(log.format().features()));
    Recording recording = log.format().read(log.file());
    FeatureConfig features = yaml.config();
    List<Transition> transitions = InMemoryJoin.transitions(recording, features, config);
    ItemEmbeddings embeddings =
        SkipGram.train(recording.itemSessions(embeddingsEnd(transitions)), skipGram(features))
            .embeddings();
    progress.say("%,d transitions, %,d items", transitions.size(), embeddings.size());
    return new HeldOutValue(
        "V, " + log.format().name(),
        variants.of(yaml),
        transitions,
        embeddings,
        TrainingRole.learnerSettings(config));
  }

  /** When the first session begins that item embeddings are not trained on. */
  private static Instant embeddingsEnd(List<Transition> transitions) {
    Map<SessionId, Instant> starts = new HashMap<>();
    for (Transition page : transitions) {
      starts.merge(page.session(), page.time(), (a, b) -> a.isBefore(b) ? a : b);
    }
    return starts.values().stream()
        .sorted()
        .skip((long) (OfflineTraining.EMBEDDING_SHARE * starts.size()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the log shows no list"));
  }

  private static SkipGramSettings skipGram(FeatureConfig features) {
    SkipGramSettings defaults = SkipGramSettings.DEFAULT;
    return new SkipGramSettings(
        features.sequenceDimension(),
        defaults.window(),
        defaults.negatives(),
        defaults.minCount(),
        defaults.epochs(),
        defaults.batchSize(),
        defaults.learningRate(),
        defaults.seed());
  }

  private void addSimulated() throws IOException {
    progress.say("simulating the baseline's log and looking for what could be gained at best ...");
    List<Variant> compared = variants.of(FeatureYaml.parse(Resources.text(DemoFeed.FEATURES)));
    DemoFeed feed =
        DemoFeed.simulate(compared.get(0), settings.users(), settings.pages(), settings.sessions());
    progress.say(
        "%,d pages; reward per session at a = 1 %s, the oracle's gain %s, the best constant's %s",
        feed.log().size(), feed.training().neutral(), feed.oracle(), feed.bestConstant());
    measures.add(
        new HeldOutValue(
            "V, simulated",
            compared,
            feed.log(),
            feed.training().embeddings(),
            TrainingRole.learnerSettings(feed.config())));
    measures.add(
        new SimulatedReward(
            compared,
            feed.training(),
            TrainingRole.learnerSettings(feed.config()),
            settings.pages(),
            feed.oracle().mean()));
  }
}
