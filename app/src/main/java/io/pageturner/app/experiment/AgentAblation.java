package io.pageturner.app.experiment;

import io.pageturner.app.Resources;
import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.AlgorithmOverrides;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.tensorflow.SgdSettings;
import io.pageturner.learning.trainer.LearnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/**
 * The ablation of the agent (SPEC 8.3): what each of its parts is worth in the simulated world, and
 * what the library's agents make of the same task.
 */
public final class AgentAblation {
  private static final int REPLICAS = 3;

  private static final String ADVANTAGE = "advantage DDPG";
  private static final String DDPG = "DDPG";
  private static final String SEPARATE = "separate state networks";
  private static final String PRETRAINED = "pre-trained";
  private static final String FTRL = "linear heads, FTRL";
  private static final String SGD = "linear heads, SGD";
  private static final String FEED_PPO = "PPO in the feed";
  private static final String FEED_A2C = "A2C in the feed";
  private static final String NO_LEAVE = "p2 = 0";
  private static final String NO_PENALTY = "p1 = p2 = 0";
  private static final String PRIORITISED = "prioritised replay";
  private static final String SEEDS = "three seeds, the best published";

  private static final SgdSettings SGD_HEADS = new SgdSettings(0.01, 10);

  private final Settings settings;
  private final StateAblation.Progress progress;

  /**
   * How much is measured.
   *
   * @param seeds runs of each contestant
   * @param pages pages of the feed that each learns from, the baseline's share included
   * @param every pages between two points of a curve
   * @param sessions sessions that gains are measured on
   * @param users size of the simulated population: few enough that they come back
   * @param only contestants whose name contains one of these; empty for all
   */
  public record Settings(
      int seeds, int pages, int every, int sessions, int users, List<String> only) {
    public Settings {
      only = List.copyOf(only);
      if (seeds < 1 || sessions < 2 || users < 1) {
        throw new IllegalArgumentException(
            "seeds and users must be 1 or more and sessions 2 or more, were "
                + List.of(seeds, users, sessions));
      }
      new Contestant.Plan(pages, every);
    }
  }

  public AgentAblation(Settings settings, StateAblation.Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Measures and writes {@code agents.csv}, {@code agents.md} and a chart of curves for each table.
   *
   * @param more asked before each run whether there is time for it
   * @return the tables in Markdown
   */
  public String run(Path directory, BooleanSupplier more) throws IOException {
    Files.createDirectories(directory);
    AgentMeasure measure = measure();
    Ablation ablation;
    try (RawNumbers raw = RawNumbers.open(directory.resolve("agents.csv"))) {
      ablation =
          Ablation.run(List.of(measure), settings.seeds(), more, new ToldRuns(progress, raw));
    }
    List<AblationTable> tables = tables().stream().filter(t -> t.hasRun(ablation)).toList();
    StringBuilder markdown = new StringBuilder();
    tables.forEach(t -> markdown.append(t.markdown(ablation, List.of(measure))).append('\n'));
    markdown.append(ReplicaSpread.of(ablation, measure.name(), ADVANTAGE, SEEDS, REPLICAS));
    Files.writeString(directory.resolve("agents.md"), markdown);
    CurveChart.write(directory, ablation, tables, measure);
    return markdown.toString();
  }

  private AgentMeasure measure() {
    progress.say("simulating the baseline's log and looking for what could be gained at best ...");
    Variant state =
        new Variant("all", FeatureYaml.parse(Resources.text(DemoFeed.FEATURES)).config(), true);
    DemoFeed feed =
        DemoFeed.simulate(state, settings.users(), settings.pages(), settings.sessions());
    SortedMap<String, Double> users = LearningCurve.users(feed.training().neutralSessions());
    progress.say(
        "%,d pages; at a = 1 %s a session and %s; the oracle's gain %s, the best constant's %s",
        feed.log().size(), feed.training().neutral(), users, feed.oracle(), feed.bestConstant());
    return new AgentMeasure(
        contestants(feed.config(), feed.log()),
        state,
        feed.training(),
        new Contestant.Plan(settings.pages(), settings.every()),
        feed.oracle().mean());
  }

  private List<Contestant> contestants(PageturnerConfig config, List<Transition> log) {
    LearnerSettings one = TrainingRole.learnerSettings(config).withReplicas(1);
    LearnerSettings linear = one.withAlgorithm(Algorithm.LINEAR_HEADS);
    LearnerSettings bySgd = linear.withAgent(one.agent().withLinear(SGD_HEADS));
    RewardWeights reward = config.reward();
    double own = 1 - config.buckets().shares().get("baseline");
    List<Contestant> all =
        List.of(
            new Contestant.OfFeed(ADVANTAGE, one, reward, List.of()),
            new Contestant.OfFeed(DDPG, one.withAlgorithm(Algorithm.DDPG), reward, List.of()),
            new Contestant.OfFeed(
                SEPARATE, one.withAlgorithm(Algorithm.SEPARATE_STATES), reward, List.of()),
            new Contestant.OfFeed(PRETRAINED, one, reward, log),
            new Contestant.OfFeed(FTRL, linear, reward, log),
            new Contestant.OfFeed(SGD, bySgd, reward, log),
            new Contestant.OfFeed(NO_LEAVE, one, penalties(reward, reward.noAction()), List.of()),
            new Contestant.OfFeed(NO_PENALTY, one, penalties(reward, 0), List.of()),
            new Contestant.OfFeed(
                PRIORITISED, one.withSampling(Sampling.Prioritised.DEFAULT), reward, List.of()),
            new Contestant.OfFeed(FEED_PPO, by(Algorithm.PPO), reward, List.of()),
            new Contestant.OfFeed(FEED_A2C, by(Algorithm.A2C), reward, List.of()),
            LibraryContestant.dqn(own, log, settings.pages()),
            LibraryContestant.ppo(own, log, config.feed().actions()),
            LibraryContestant.a2c(own, log, config.feed().actions()),
            new Contestant.OfFeed(SEEDS, one.withReplicas(REPLICAS), reward, List.of()));
    List<Contestant> chosen = all.stream().filter(this::wanted).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no contestant is named like "
              + settings.only()
              + "; there are "
              + all.stream().map(Contestant::name).toList());
    }
    return chosen;
  }

  private boolean wanted(Contestant contestant) {
    return settings.only().isEmpty()
        || settings.only().stream().anyMatch(contestant.name()::contains);
  }

  /** As the demo learns by another algorithm. */
  private static LearnerSettings by(Algorithm algorithm) {
    return TrainingRole.learnerSettings(DemoFeed.config(AlgorithmOverrides.of(algorithm)))
        .withReplicas(1);
  }

  /** Without p2, and with another p1. */
  private static RewardWeights penalties(RewardWeights reward, double noAction) {
    return new RewardWeights(
        reward.click(), reward.order(), noAction, 0, reward.dwellMinute(), reward.depth());
  }

  private static List<AblationTable> tables() {
    return List.of(
        table("agent", ADVANTAGE, DDPG, SEPARATE),
        table("start", ADVANTAGE, PRETRAINED),
        table("linear", PRETRAINED, FTRL, SGD),
        table("policy-gradient", ADVANTAGE, FEED_PPO, FEED_A2C),
        table("penalties", ADVANTAGE, NO_LEAVE, NO_PENALTY),
        table("replay", ADVANTAGE, PRIORITISED),
        table("seeds", ADVANTAGE, SEEDS),
        table("library", ADVANTAGE, "DQN (double, dueling)", "PPO", "A2C"));
  }

  private static AblationTable table(String title, String... variants) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String variant : variants) {
      rows.put(variant, variant);
    }
    return new AblationTable(title, rows);
  }
}
