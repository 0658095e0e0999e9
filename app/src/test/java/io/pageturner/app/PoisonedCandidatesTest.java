package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.evaluate.SimulatedLog;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Submission;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.lifecycle.VersionStatus;
import io.pageturner.lifecycle.Weights;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RecordedStates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Candidates that must never reach users, against the gates of the application and a live version
 * that has learned: the agent, the log and the forward pass are the real ones.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PoisonedCandidatesTest {
  static final int SESSIONS = 5_000;
  private static final FeatureConfig FEATURES =
      FeatureConfigParser.parse(
          "test",
          """
          version: 1
          sequence: {length: 2, dimension: 2}
          page:
            - {name: words, kind: dense}
            - {name: clicks, kind: dense}
            - {name: distance, kind: dense}
            - {name: entry, kind: id, rows: 10, dimension: 2}
          network: {pooling: mean, state: 16, hidden: 8}
          """);

  private final PageturnerConfig config = config();
  private List<Transition> log;
  private VersionController controller;
  private Candidate later;
  private ModelVersion live;

  /** Settings of the agent. */
  Map<String, ?> settings() {
    return Map.of("trainer.actor-rate", 0.003);
  }

  /** What the agent's first version logs. */
  SimulatedLog logging(ActionSpace actions) {
    return new SimulatedLog(state -> 0, 0.6, 5);
  }

  PageturnerConfig config() {
    Map<String, Object> all = new HashMap<>(settings());
    all.put("trainer.heads-from", 500);
    all.put("models.max-loss", 1e6);
    return PageturnerConfig.load(Optional.empty(), all, Optional.empty());
  }

  /** The log by which candidates are judged: here that which the live version learned from. */
  List<Transition> logged(List<Transition> before, Function<State, double[]> live) {
    return before;
  }

  @BeforeAll
  void aHealthyVersionIsLive(@TempDir Path directory) throws IOException {
    RecordedStates recorded = new RecordedStates(512);
    log = sessions(logging(config.trainer().actions()), 0);
    log.forEach(transition -> recorded.record(transition.state()));
    PolicyLoader loader = new PolicyLoader(ItemLookup.always(ItemEmbeddings.none(2)));
    BundleStore store = new BundleStore(directory);
    controller =
        new VersionController(
            store,
            Models.POLICY,
            PolicyGates.of(
                config.models(), config.trainer().actions(), store, loader, recorded, () -> log),
            InstantSource.system());
    try (Learner learner = learner()) {
      Candidate healthy = learn(learner, 1, log.subList(0, most(log)));
      Submission first = controller.submit(healthy);
      assertThat(first.status()).as("%s", first.reasons()).isEqualTo(VersionStatus.LIVE);
      live = first.version();
      learner.published(0, live);
      log = logged(log, loader.load(store.find(Models.POLICY, live).orElseThrow())::unitAction);
      later = learn(learner, 1, log.subList(most(log), log.size()));
    }
  }

  private static int most(List<Transition> of) {
    return of.size() * 9 / 10;
  }

  /** As many as a log has, from a number on. */
  static List<Transition> sessions(SimulatedLog logging, int from) {
    List<Transition> sessions = new ArrayList<>();
    for (int i = from; i < from + SESSIONS; i++) {
      sessions.addAll(logging.session(i, Integer.MAX_VALUE));
    }
    return sessions;
  }

  @AfterAll
  void close() {
    controller.close();
  }

  @Test
  void aNanAmongTheWeights() throws IOException {
    assertRefused(
        "finite-weights",
        with(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              values[values.length / 2] = Float.NaN;
              return new Tensor(tensor.shape(), values);
            }));
  }

  @Test
  void oneAndTheSameActionForEveryState() throws IOException {
    assertRefused(
        "action-distribution",
        with(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              if (name.startsWith("actor_out")) {
                for (int i = 0; i < values.length; i++) { // On a grid: its last point for all.
                  values[i] = name.endsWith("bias") ? 0.5f + i : 0;
                }
              }
              return new Tensor(tensor.shape(), values);
            }));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shuffledWeights(int seed) throws IOException {
    Random random = new Random(seed);
    // Some shuffles change the actions little by little: those are told by what they are worth.
    assertRefused(
        List.of("step", "off-policy"),
        with(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              for (int i = values.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                float kept = values[i];
                values[i] = values[j];
                values[j] = kept;
              }
              return new Tensor(tensor.shape(), values);
            }));
  }

  @Test
  void trainedOnInvertedRewards() throws IOException {
    try (Learner learner = learner()) {
      assertRefused("off-policy", learn(learner, -1, log));
    }
  }

  @Test
  void aHealthySuccessorIsNotRefused() throws IOException {
    Submission submission = controller.submit(later);
    assertThat(submission.status()).as("%s", submission.verdicts()).isEqualTo(VersionStatus.LIVE);
    controller.promote(live, "test", "so that the others are judged against the same version");
  }

  private void assertRefused(String gate, Candidate poisoned) throws IOException {
    assertRefused(List.of(gate), poisoned);
  }

  /** By one of the gates at least. */
  private void assertRefused(List<String> gates, Candidate poisoned) throws IOException {
    Submission submission = controller.submit(poisoned);
    assertThat(submission.status())
        .as("%s", submission.verdicts())
        .isEqualTo(VersionStatus.REJECTED);
    assertThat(submission.reasons()).anyMatch(reason -> gates.contains(reason.split(":", 2)[0]));
    assertThat(controller.live()).contains(live);
    assertThat(controller.canary()).isEmpty();
  }

  private Learner learner() {
    return new Learner(FEATURES, ItemEmbeddings.none(2), TrainingRole.learnerSettings(config));
  }

  /**
   * @param sign of the rewards that it is told
   */
  private static Candidate learn(Learner learner, int sign, List<Transition> log) {
    for (Transition step : log) {
      learner.consume(
          new Transition(
              step.page(),
              step.user(),
              step.session(),
              step.pageIndex(),
              step.time(),
              step.bucket(),
              step.policy(),
              step.version(),
              step.state(),
              step.action(),
              step.propensity(),
              sign * step.reward(),
              step.rewards(),
              step.next()));
      while (learner.owesUpdate()) {
        learner.update();
      }
    }
    return learner.candidates(Instant.now(), "test").get(0);
  }

  /** The successor of the live version with other weights. */
  private Candidate with(BiFunction<String, Tensor, Tensor> change) {
    PolicyContent content = (PolicyContent) later.content();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    content
        .weights()
        .asMap()
        .forEach((name, tensor) -> weights.put(name, change.apply(name, tensor)));
    return new Candidate(
        later.name(),
        later.lineage(),
        new PolicyContent(
            content.config(), content.preprocessing(), content.spec(), Weights.of(weights)));
  }
}
