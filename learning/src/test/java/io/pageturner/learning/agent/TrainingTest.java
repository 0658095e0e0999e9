package io.pageturner.learning.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pageturner.learning.agent.dqn.Dqn;
import io.pageturner.learning.agent.dqn.DqnSettings;
import io.pageturner.learning.agent.tabular.Discretisation;
import io.pageturner.learning.agent.tabular.QLearning;
import io.pageturner.learning.agent.tabular.QLearningSettings;
import io.pageturner.learning.environment.CartPole;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.VectorReplay;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final QLearningSettings TABLE =
      new QLearningSettings(
          new Discretisation(Collections.nCopies(3, new Discretisation.Axis(0, 1, 2))),
          0.9,
          Schedule.constant(0.5),
          Schedule.constant(0.3));

  @TempDir private Path directory;

  /** Keeps what it is told. */
  private static final class Listening implements Callback {
    private final List<Long> evaluations = new ArrayList<>();
    private int episodes;
    private int stopAfter = Integer.MAX_VALUE;

    @Override
    public void episodeEnded(long steps, double episodeReturn, int length) {
      assertThat(length).isEqualTo(Worlds.LENGTH);
      assertThat(steps).isEqualTo(++episodes * (long) Worlds.LENGTH);
    }

    @Override
    public void evaluated(TrainingReport soFar) {
      assertThat(soFar.last().returns()).hasSize(3);
      evaluations.add(soFar.steps());
    }

    @Override
    public boolean stop() {
      return episodes >= stopAfter;
    }
  }

  @Test
  void callbacksAreToldOfEpisodesAndEvaluations() {
    Listening listening = new Listening();
    TrainingSettings settings = new TrainingSettings(95, 1, 40, 3);
    TrainingReport report = Training.run(table(), Worlds.Naming::new, settings, listening);
    assertThat(report.steps()).isEqualTo(95);
    assertThat(report.episodes()).isEqualTo(9);
    assertThat(listening.episodes).isEqualTo(9);
    assertThat(listening.evaluations).containsExactly(40L, 80L, 95L);
  }

  @Test
  void aCallbackMayStopIt() {
    Listening listening = new Listening();
    listening.stopAfter = 2;
    TrainingSettings settings = new TrainingSettings(1_000, 1, 0, 3);
    assertThat(Training.run(table(), Worlds.Naming::new, settings, listening).steps())
        .isEqualTo(20);
  }

  @Test
  void theSameSeedsGiveTheSameTraining() {
    assertThat(trained(1)).isEqualTo(trained(1)).isNotEqualTo(trained(2));
  }

  private static Weights trained(long seed) {
    Agent<Integer> agent = table();
    Training.run(agent, Worlds.Naming::new, TrainingSettings.of(60).withSeed(seed));
    return agent.snapshot();
  }

  private static Agent<Integer> table() {
    return new QLearning(new Worlds.Naming(), TABLE, 5);
  }

  @Test
  void anActionOutsideItsBoundsIsNamed() {
    Space.Box box = new Space.Box(-2, 2);
    Observation any = Observation.of(0f);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> box.requireContains(new float[] {Float.NaN}, any))
        .withMessage("action[0] must be within -2.0 and 2.0, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Space.Discrete(2).requireContains(2, any))
        .withMessage("action must be within 0 and 1, was 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Step(any, Double.NaN, false, false))
        .withMessage("reward must be finite, was NaN");
  }

  /** The environment's own faults are named where they come in. */
  @Test
  void aStateOfAnotherSizeOrNotFiniteIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainAndSee(Observation.of(1f, 2f)))
        .withMessage("state must have 3 numbers, had 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainAndSee(Observation.of(1f, Float.NaN, 2f)))
        .withMessage("state[1] must be finite, was NaN");
    float[] number = {1, 2};
    float[] none = {1, Float.POSITIVE_INFINITY};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Observation(number, List.of(number, none)).requireFitting(2))
        .withMessage("candidates[1][1] must be finite, was Infinity");
  }

  @Test
  void aBatchOfNothingIsRefused() {
    VectorReplay replay = new VectorReplay(1, 1, 3, new Sampling.Uniform());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.batch(0))
        .withMessage("replay.batchSize must be 1 or more, was 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> replay.sample(new SplitMix64(1), replay.batch(2)))
        .withMessage("nothing to draw from: the replay is empty");
  }

  private static void trainAndSee(Observation shown) {
    Environment<Integer> world = new Scripted(() -> shown);
    Training.run(table(), () -> world, TrainingSettings.of(100));
  }

  /** A world of names whose steps show what a script says. */
  private record Scripted(Supplier<Observation> script) implements Environment<Integer> {
    @Override
    public int stateSize() {
      return 3;
    }

    @Override
    public Space<Integer> actions() {
      return new Space.Discrete(3);
    }

    @Override
    public Observation reset(RandomGenerator random) {
      return Observation.of(0f, 0f, 1f);
    }

    @Override
    public Step step(Integer action) {
      return new Step(script.get(), 0, false, false);
    }
  }

  /** The other worker would go on for ever. */
  @Test
  @Timeout(120)
  void aWorkerThatFailsStopsTheOthers() {
    AtomicInteger made = new AtomicInteger();
    Supplier<Environment<Integer>> worlds =
        () ->
            switch (made.getAndIncrement()) {
              case 1 -> new Scripted(TrainingTest::goOn);
              case 2 -> new Scripted(TrainingTest::fail);
              default -> new Worlds.Naming(); // To be evaluated in.
            };
    assertThatIllegalStateException()
        .isThrownBy(() -> Training.run(new Threads(), worlds, TrainingSettings.of(Long.MAX_VALUE)))
        .withMessage("the second worker's world is broken");
  }

  private static Observation goOn() {
    return Observation.of(0f, 0f, 1f);
  }

  private static Observation fail() {
    throw new IllegalStateException("the second worker's world is broken");
  }

  /** Two workers with threads of their own that learn nothing. */
  private static final class Threads implements Agent<Integer> {
    @Override
    public String name() {
      return "threads";
    }

    @Override
    public int workers() {
      return 2;
    }

    @Override
    public boolean asynchronous() {
      return true;
    }

    @Override
    public Integer act(Observation observation) {
      return 0;
    }

    @Override
    public Integer explore(int worker, Observation observation) {
      return 0;
    }

    @Override
    public void learn(int worker, Observation observation, Integer action, Step step) {}

    @Override
    public Weights snapshot() {
      return Weights.of(Map.of());
    }

    @Override
    public void restore(Weights snapshot) {}

    @Override
    public void close() {}
  }

  @Test
  void aFileCutShortOrWithoutNumbersIsRefusedAndNothingChanges() throws IOException {
    Path file = directory.resolve("agent.safetensors");
    QLearning agent = new QLearning(new Worlds.Naming(), TABLE, 5);
    AgentFiles.save(agent, file);
    byte[] good = Files.readAllBytes(file);
    Weights before = agent.snapshot();
    Files.write(file, Arrays.copyOf(good, good.length - 3));
    assertThatIOException()
        .isThrownBy(() -> AgentFiles.load(agent, file))
        .withMessageContaining("agent.safetensors is not readable safetensors");
    byte[] unnumbered = good.clone();
    Arrays.fill(unnumbered, good.length - 4, good.length, (byte) 0xff); // NaN.
    Files.write(file, unnumbered);
    assertThatIOException()
        .isThrownBy(() -> AgentFiles.load(agent, file))
        .withMessageContaining("agent.safetensors holds what is no number: steps[1]");
    assertThat(agent.snapshot()).isEqualTo(before);
  }

  @Test
  void whatWasSavedIsLoaded() throws IOException {
    Path file = directory.resolve("agent.safetensors");
    try (Dqn first = dqn(8);
        Dqn second = dqn(8)) {
      Training.run(first, CartPole::v1, TrainingSettings.of(300));
      AgentFiles.save(first, file);
      AgentFiles.load(second, file);
      assertThat(second.snapshot()).isEqualTo(first.snapshot());
    }
  }

  @Test
  void aFileOfAnotherConfigurationIsRefusedAndNothingChanges() throws IOException {
    Path file = directory.resolve("agent.safetensors");
    try (Dqn small = dqn(8);
        Dqn large = dqn(9)) {
      AgentFiles.save(small, file);
      Weights before = large.snapshot();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AgentFiles.load(large, file))
          .withMessageContaining("another configuration than this dqn")
          .withMessageContaining("q_0_kernel is [4, 9] here, [4, 8] there");
      assertThat(large.snapshot()).isEqualTo(before);
    }
  }

  @Test
  void anAgentThatDivergedDoesNotReplaceItsFile() throws IOException {
    Path file = directory.resolve("agent.safetensors");
    QLearning agent = new QLearning(new Worlds.Naming(), TABLE, 5);
    AgentFiles.save(agent, file);
    byte[] good = Files.readAllBytes(file);
    Weights sound = agent.snapshot();
    float[] values = sound.tensor("q").values();
    values[1] = Float.NaN;
    agent.restore(
        Weights.of(
            Map.of(
                "q",
                new Tensor(sound.tensor("q").shape(), values),
                "steps",
                sound.tensor("steps"))));
    assertThatIllegalStateException()
        .isThrownBy(() -> AgentFiles.save(agent, file))
        .withMessageContaining("q[1]");
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
  }

  private static Dqn dqn(int width) {
    Environment<Integer> task = CartPole.v1();
    DqnSettings few =
        new DqnSettings(
            0.99,
            1,
            DqnSettings.CART_POLE.nextValue(),
            DqnSettings.CART_POLE.head(),
            DqnSettings.CART_POLE.loss(),
            List.of(width),
            Schedule.constant(1e-3),
            10,
            500,
            DqnSettings.CART_POLE.sampling(),
            16,
            50,
            50,
            5,
            50,
            Schedule.constant(0.1));
    return new Dqn(task, few, 3);
  }
}
